variable "context" {
  description = "Partition, region and account in which all is made."
  type        = object({ partition = string, region = string, account = string })
}

variable "bucket" {
  description = "Name of the bucket: where videos come in, work is kept and results go. No other account has one of that name."
  type        = string

  validation {
    condition     = can(regex("^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$", var.bucket))
    error_message = "A bucket's name has 3 to 63 small letters, digits and hyphens; with dots, TLS would not know it."
  }
}

variable "force_destroy" {
  description = "Whether 'terraform destroy' deletes the bucket with all videos in it."
  type        = bool
  default     = false
}

variable "kms_key_arn" {
  description = "Key that encrypts objects; null: S3's own."
  type        = string
  default     = null
}

variable "jobs_days" {
  description = "Days after which the objects of a job's work are deleted; its result stays."
  type        = number
  default     = 30

  validation {
    condition     = var.jobs_days >= 8
    error_message = "jobs_days is at least 8: jobs of up to 7 days are swept, and must not have lost half of their objects."
  }
}

variable "incoming_days" {
  description = "Days after which videos that came in are deleted; null: never. Jobs must be over by then."
  type        = number
  default     = null

  validation {
    condition     = var.incoming_days == null ? true : var.incoming_days >= 8
    error_message = "incoming_days is at least 8, or null: a job may wait for 7 days, and reads its source until it is done."
  }
}

variable "cors_origins" {
  description = "Pages whose browsers may upload straight to the bucket, such as https://videos.example.org."
  type        = list(string)
  default     = []

  validation {
    condition     = alltrue([for origin in var.cors_origins : can(regex("^https://[^*/]+$", origin))])
    error_message = "An origin is https:// and a host, without a path and without *."
  }
}

variable "notification" {
  description = "How the ingest queue hears of videos: 'queue', by S3 itself; 'eventbridge', where others listen to the bucket too."
  type        = string
  default     = "queue"

  validation {
    condition     = contains(["queue", "eventbridge"], var.notification)
    error_message = "notification is queue or eventbridge."
  }
}

variable "rule_name" {
  description = "Name of the rule of EventBridge, where that is asked for."
  type        = string
}

variable "ingest_queue_arn" {
  description = "Queue that is told of what is put below incoming/; it must accept that already."
  type        = string
}
