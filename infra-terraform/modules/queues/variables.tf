variable "context" {
  description = "Partition, region and account in which all is made."
  type        = object({ partition = string, region = string, account = string })
}

variable "prefix" {
  description = "What names of queues begin with, as VSR_QUEUE_PREFIX."
  type        = string

  validation {
    condition     = can(regex("^[A-Za-z0-9_-]{0,40}$", var.prefix))
    error_message = "The prefix has at most 40 letters, digits, hyphens and underscores."
  }
}

variable "chunk_queues" {
  description = "Queues of chunks after the prefix, the most urgent first, as VSR_QUEUES."
  type        = list(string)

  validation {
    condition     = alltrue([for queue in var.chunk_queues : can(regex("^[a-z0-9-]{1,20}$", queue))])
    error_message = "A queue's name has 1 to 20 small letters, digits and hyphens."
  }

  validation {
    condition     = length(var.chunk_queues) >= 1 && length(var.chunk_queues) <= 4 && length(distinct(var.chunk_queues)) == length(var.chunk_queues)
    error_message = "There are 1 to 4 queues of chunks, with different names: more metrics than theirs do not fit into one scaling policy."
  }
}

variable "most_receives" {
  description = "Deliveries after which the service gives a message up, as VSR_MOST_RECEIVES; the server does one later."
  type        = number
  default     = 10

  validation {
    condition     = var.most_receives >= 2 && var.most_receives <= 999 && floor(var.most_receives) == var.most_receives
    error_message = "most_receives is a whole number from 2 to 999."
  }
}

variable "visibility_seconds" {
  description = "Seconds after which the message of a lost worker is delivered again, as VSR_VISIBILITY."
  type        = number
  default     = 60

  validation {
    condition     = var.visibility_seconds >= 10 && var.visibility_seconds <= 3600
    error_message = "visibility_seconds is from 10 to 3600: below, a slow answer loses a chunk; above, a lost one waits for hours."
  }
}

variable "event_source" {
  description = "Who alone may send events to the ingest queue: the service's principal, and the bucket or rule it sends for."
  type        = object({ service = string, arn = string })

  validation {
    condition     = contains(["s3.amazonaws.com", "events.amazonaws.com"], var.event_source.service)
    error_message = "Events come from s3.amazonaws.com or events.amazonaws.com."
  }
}

variable "kms_key_arn" {
  description = "Key that encrypts messages; null: SQS's own. Its policy must let the service of event_source use it."
  type        = string
  default     = null
}
