variable "name" {
  description = "Name of the cluster, and what other names begin with."
  type        = string
}

variable "region" {
  description = "Region of the log group."
  type        = string
}

variable "image" {
  description = "Image with CUDA."
  type        = string
}

variable "user" {
  description = "User and group of the image, as numbers; folders on instances become theirs."
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
  default     = 4096

  validation {
    condition     = var.cpu >= 1024
    error_message = "cpu is at least 1024: decoding and encoding share a core with nobody."
  }
}

variable "memory_mib" {
  description = "Memory of a task in MiB; less than the instance has, whose system needs some."
  type        = number
  default     = 14336

  validation {
    condition     = var.memory_mib >= 4096
    error_message = "memory_mib is at least 4096."
  }
}

variable "gpus" {
  description = "GPUs of a task; a worker uses one."
  type        = number
  default     = 1

  validation {
    condition     = var.gpus >= 1 && floor(var.gpus) == var.gpus
    error_message = "gpus is a whole number from 1: without a GPU there is no need for these instances."
  }
}

variable "instance_types" {
  description = "Types of instances that will do, the best first; several of them are found more often."
  type        = list(string)
  default     = ["g6.xlarge", "g5.xlarge"]

  validation {
    condition     = length(var.instance_types) > 0 && alltrue([for type in var.instance_types : can(regex("^(g[0-9]|p[0-9])[a-z0-9-]*\\.[a-z0-9-]+$", type))])
    error_message = "instance_types are types with NVIDIA GPUs, such as g5.xlarge: families g and p."
  }
}

variable "maximum_instances" {
  description = "Most instances at once; the account's quota of vCPUs for such instances must allow them."
  type        = number

  validation {
    condition     = var.maximum_instances >= 1 && var.maximum_instances <= 5000
    error_message = "maximum_instances is from 1 to 5000, what an ECS cluster holds."
  }
}

variable "on_demand_base" {
  description = "Instances that are never spot instances, of those that run."
  type        = number
  default     = 0

  validation {
    condition     = var.on_demand_base >= 0
    error_message = "on_demand_base is not negative."
  }
}

variable "spot_percentage" {
  description = "Of the others, how many in a hundred are spot instances."
  type        = number
  default     = 100

  validation {
    condition     = var.spot_percentage >= 0 && var.spot_percentage <= 100
    error_message = "spot_percentage is from 0 to 100."
  }
}

variable "instance_warmup_seconds" {
  description = "Seconds until an instance that starts counts: boot, image, model."
  type        = number
  default     = 300

  validation {
    condition     = var.instance_warmup_seconds >= 1 && var.instance_warmup_seconds <= 10000
    error_message = "instance_warmup_seconds is from 1 to 10000."
  }
}

variable "disk_gib" {
  description = "Disk of an instance in GiB, for images, and for weights and chunks where it has no disk of its own."
  type        = number
  default     = 100

  validation {
    condition     = var.disk_gib >= 50
    error_message = "disk_gib is at least 50: the image with CUDA is large."
  }
}

variable "ami_parameter" {
  description = "Parameter of SSM that names the machine image; set a version of it, or one of your own, to pin it."
  type        = string
  default     = "/aws/service/ecs/optimized-ami/amazon-linux-2023/gpu/recommended/image_id"

  validation {
    condition     = startswith(var.ami_parameter, "/")
    error_message = "ami_parameter is a path of SSM's parameter store."
  }
}

variable "subnet_ids" {
  description = "Private subnets of instances and tasks."
  type        = list(string)
}

variable "security_group_id" {
  description = "Security group of instances and tasks."
  type        = string
}

variable "instance_profile_arn" {
  description = "Profile of the instances."
  type        = string
}

variable "task_role_arn" {
  description = "Role of the workers."
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
