variable "name" {
  description = "What names begin with."
  type        = string
}

variable "region" {
  description = "Region of the log group."
  type        = string
}

variable "cluster_arn" {
  description = "Cluster with the capacity provider FARGATE."
  type        = string
}

variable "image" {
  description = "Image; the one without CUDA is smaller and starts sooner."
  type        = string
}

variable "user" {
  description = "User and group of the image, as numbers."
  type        = string
  default     = "65532:65532"

  validation {
    condition     = can(regex("^[1-9][0-9]*:[1-9][0-9]*$", var.user))
    error_message = "user is UID:GID, and neither is 0: root."
  }
}

variable "environment" {
  description = "VSR_* variables that all processes have."
  type        = map(string)
}

variable "folder" {
  description = "Where the image keeps files, a volume of its user's: chunks while they are made, weights that were fetched."
  type        = string
  default     = "/var/lib/vsr"

  validation {
    condition     = can(regex("^(/[A-Za-z0-9._-]+)+$", var.folder))
    error_message = "folder is an absolute path."
  }
}

variable "cpu" {
  description = "CPU units of a task; 1024 are a core."
  type        = number
  default     = 2048

  validation {
    condition     = contains([1024, 2048, 4096, 8192, 16384], var.cpu)
    error_message = "cpu is one of Fargate's sizes: 1024, 2048, 4096, 8192, 16384."
  }
}

variable "memory_mib" {
  description = "Memory of a task in MiB; Fargate offers 2 to 8 GiB a core."
  type        = number
  default     = 8192

  validation {
    condition     = var.memory_mib % 1024 == 0 && var.memory_mib >= 2 * var.cpu && var.memory_mib <= (var.cpu < 4096 ? 8 : 7.5) * var.cpu
    error_message = "memory_mib is whole GiB, from 2 to 8 a core, or to 7.5 where there are 4 cores or more."
  }
}

variable "disk_gib" {
  description = "Disk of a task in GiB: all chunks of the longest film and its result, twice."
  type        = number
  default     = 100

  validation {
    condition     = var.disk_gib >= 21 && var.disk_gib <= 200
    error_message = "disk_gib is from 21 to 200, what Fargate gives."
  }
}

variable "minimum_tasks" {
  description = "Tasks that always run. With 0, lost messages are only looked for while something else is done."
  type        = number
  default     = 1

  validation {
    condition     = var.minimum_tasks >= 0
    error_message = "minimum_tasks is not negative."
  }
}

variable "subnet_ids" {
  description = "Private subnets of tasks."
  type        = list(string)
}

variable "security_group_id" {
  description = "Security group of tasks."
  type        = string
}

variable "task_role_arn" {
  description = "Role of the tasks."
  type        = string
}

variable "execution_role_arn" {
  description = "Role with which ECS starts tasks."
  type        = string
}

variable "log_group" {
  description = "Name of the log group."
  type        = string
}

variable "log_days" {
  description = "Days for which logs are kept."
  type        = number
  default     = 30
}
