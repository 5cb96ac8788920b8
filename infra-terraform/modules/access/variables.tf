variable "context" {
  description = "Partition, region and account in which all is made."
  type        = object({ partition = string, region = string, account = string })
}

variable "name" {
  description = "What names of roles begin with."
  type        = string
}

variable "bucket" {
  description = "The service's bucket."
  type        = string
}

variable "queue_arns" {
  description = "ARNs of the service's queues by name after the prefix."
  type        = map(string)

  validation {
    condition     = alltrue([for queue in ["ingest", "merge", "dead"] : contains(keys(var.queue_arns), queue)])
    error_message = "queue_arns needs ingest, merge and dead."
  }
}

variable "cluster" {
  description = "Name of the ECS cluster."
  type        = string
}

variable "log_groups" {
  description = "Names of the log groups that tasks write to."
  type        = list(string)
}

variable "repository_arns" {
  description = "Repositories of ECR that images are pulled from; none where they come from elsewhere."
  type        = list(string)
  default     = []
}

variable "readable_buckets" {
  description = "Other buckets whose objects may be read: videos that are submitted by address, weights."
  type        = list(string)
  default     = []

  validation {
    condition     = alltrue([for bucket in var.readable_buckets : can(regex("^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$", bucket))])
    error_message = "readable_buckets are names of buckets, without * and without folders."
  }
}

variable "kms_key_arn" {
  description = "Key of the bucket and the queues, if they have one of their own."
  type        = string
  default     = null
}

variable "permissions_boundary" {
  description = "ARN of a policy beyond which no role goes, where an account asks for one."
  type        = string
  default     = null
}
