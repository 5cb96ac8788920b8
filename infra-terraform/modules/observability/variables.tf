variable "name" {
  description = "What names begin with, and the name of the cluster and the dashboard."
  type        = string
}

variable "region" {
  description = "Region of what the dashboard shows."
  type        = string
}

variable "queues" {
  description = "Full names of all queues by name after the prefix, with ingest, merge and dead."
  type        = map(string)

  validation {
    condition     = contains(keys(var.queues), "dead") && anytrue([for queue in keys(var.queues) : startswith(queue, "chunks-")])
    error_message = "queues needs dead, and a queue of chunks."
  }
}

variable "services" {
  description = "Names of the ECS services."
  type        = list(string)
}

variable "log_groups" {
  description = "Names of the services' log groups, by what they are."
  type        = map(string)
}

variable "autoscaling_group" {
  description = "Name of the group of GPU instances."
  type        = string
}

variable "alarm_actions" {
  description = "ARNs that alarms call, such as a topic of SNS with somebody who reads it."
  type        = list(string)
  default     = []

  validation {
    condition     = alltrue([for action in var.alarm_actions : startswith(action, "arn:")])
    error_message = "alarm_actions are ARNs."
  }
}

variable "oldest_message_seconds" {
  description = "Seconds that the oldest message of a queue may wait."
  type        = number
  default     = 3600

  validation {
    condition     = var.oldest_message_seconds >= 60
    error_message = "oldest_message_seconds is at least 60."
  }
}

variable "idle_minutes" {
  description = "Minutes for which instances may run with nothing to do; more than scaling in takes."
  type        = number
  default     = 45

  validation {
    condition     = var.idle_minutes >= 20 && var.idle_minutes <= 1440
    error_message = "idle_minutes is from 20 to 1440: an instance is there before its first chunk, and after its last one."
  }
}

variable "cost" {
  description = "What GPU instances may cost in an hour, and what one costs at most, in USD; null: no alarm."
  type        = object({ most_per_hour = number, price_per_instance_hour = number })
  default     = null

  validation {
    condition     = var.cost == null ? true : var.cost.most_per_hour > 0 && var.cost.price_per_instance_hour > 0
    error_message = "Both amounts of cost are above 0."
  }
}

variable "budget" {
  description = "What the whole account may cost in a month, in USD, and who is told at 80 % and when more is forecast; null: no budget."
  type        = object({ usd_per_month = number, emails = list(string) })
  default     = null

  validation {
    condition     = var.budget == null ? true : var.budget.usd_per_month > 0 && length(var.budget.emails) > 0
    error_message = "A budget is above 0, and somebody is told."
  }
}
