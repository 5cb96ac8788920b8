variable "cluster" {
  description = "Name of the ECS cluster, which has Container Insights."
  type        = string
}

variable "service" {
  description = "Name of the ECS service."
  type        = string
}

variable "queues" {
  description = "Full names of the queues that its tasks work on."
  type        = list(string)

  validation {
    condition     = length(var.queues) >= 1 && length(var.queues) <= 4
    error_message = "There are 1 to 4 queues: a scaling policy takes 10 metrics, two of a queue and two more."
  }
}

variable "minimum_tasks" {
  description = "Tasks that run when there is nothing to do."
  type        = number
  default     = 0

  validation {
    condition     = var.minimum_tasks >= 0
    error_message = "minimum_tasks is not negative."
  }
}

variable "maximum_tasks" {
  description = "Most tasks at once."
  type        = number

  validation {
    condition     = var.maximum_tasks >= max(1, var.minimum_tasks)
    error_message = "maximum_tasks is at least 1, and not less than minimum_tasks."
  }
}

variable "seconds_per_message" {
  description = "Measured seconds that a task works on a message: a chunk, for workers."
  type        = number

  validation {
    condition     = var.seconds_per_message > 0
    error_message = "seconds_per_message is above 0; measure it, as docs/observability.md says (vsr_chunk_seconds)."
  }
}

variable "target_seconds" {
  description = "Seconds in which what waits now is to be done."
  type        = number

  validation {
    condition     = var.target_seconds > 0
    error_message = "target_seconds is above 0."
  }
}

variable "idle_minutes" {
  description = "Minutes without any message after which only the minimum of tasks stays."
  type        = number
  default     = 5

  validation {
    condition     = var.idle_minutes >= 1 && var.idle_minutes <= 1440
    error_message = "idle_minutes is from 1 to 1440, a day, which an alarm looks back at most."
  }
}
