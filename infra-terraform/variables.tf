variable "name" {
  description = "Name of the deployment: of its cluster, and what other names begin with."
  type        = string
  default     = "vsr"

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{0,19}$", var.name))
    error_message = "A name has 1 to 20 small letters, digits and hyphens, a letter first."
  }
}

variable "bucket" {
  description = "Name of the bucket that is made; no other account has one of that name."
  type        = string
}

variable "image" {
  description = "Image of the workers, with CUDA, by digest, or by a tag that is never moved."
  type        = string

  validation {
    condition     = can(regex("^[a-z0-9][a-z0-9._/:-]*(:[A-Za-z0-9_][A-Za-z0-9._-]*|@sha256:[0-9a-f]{64})$", var.image)) && !endswith(var.image, ":latest")
    error_message = "An image is REGISTRY/NAME@sha256:DIGEST or REGISTRY/NAME:TAG, and the tag is not latest, which means another image tomorrow."
  }
}

variable "orchestration_image" {
  description = "Image of what splits and merges, without CUDA; null: that of the workers."
  type        = string
  default     = null

  validation {
    condition     = var.orchestration_image == null ? true : can(regex("^[a-z0-9][a-z0-9._/:-]*(:[A-Za-z0-9_][A-Za-z0-9._-]*|@sha256:[0-9a-f]{64})$", var.orchestration_image)) && !endswith(var.orchestration_image, ":latest")
    error_message = "An image is REGISTRY/NAME@sha256:DIGEST or REGISTRY/NAME:TAG, and the tag is not latest, which means another image tomorrow."
  }
}

variable "container" {
  description = "What the images are made with: user and group as numbers, and the folder of their files, which they declare as a volume of that user's."
  type = object({
    user   = optional(string, "65532:65532")
    folder = optional(string, "/var/lib/vsr")
  })
  default = {}
}

variable "queues" {
  description = "Queues of chunks, the most urgent first; jobs name theirs, else the last is meant."
  type        = list(string)
  default     = ["normal"]
}

variable "most_receives" {
  description = "Deliveries after which the service gives a message up."
  type        = number
  default     = 10
}

variable "visibility_seconds" {
  description = "Seconds after which the message of a lost worker is delivered again."
  type        = number
  default     = 60
}

variable "defaults" {
  description = "Settings of jobs that say nothing else, as VSR_DEFAULTS_*: model, scale, codec, memory, threads, ..."
  type        = map(string)
  default     = {}

  validation {
    condition     = alltrue([for name in keys(var.defaults) : can(regex("^[a-z][a-z-]*$", name))])
    error_message = "Settings are named as options of 'vsr upscale', such as chunk-frames."
  }
}

variable "weights" {
  description = "Where weights lie, by model, as VSR_WEIGHTS_*: s3://BUCKET/PREFIX, which tasks may then read, or a folder of the image."
  type        = map(string)
  default     = {}

  validation {
    condition = alltrue([
      for place in values(var.weights) :
      can(regex("^(s3://[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]/[^#]*[^#/]/*(#sha256=[0-9a-f]{64})?|/.*)$", place))
    ])
    error_message = "Weights lie in s3://BUCKET/PREFIX, which #sha256= and 64 hexadecimal digits may follow, or in a folder of the image, which begins with a slash."
  }
}

variable "weights_hashes" {
  description = "Fingerprints of weights by model, as VSR_WEIGHTS_HASH_*: what splits plans by these where it has no weights."
  type        = map(string)
  default     = {}

  validation {
    condition     = alltrue([for hash in values(var.weights_hashes) : can(regex("^[0-9a-f]{64}$", hash))])
    error_message = "A fingerprint has 64 hexadecimal digits; workers log it when they load the model."
  }
}

variable "environment" {
  description = "Further variables of all processes, such as VSR_SPLIT or OTEL_EXPORTER_OTLP_ENDPOINT. No secrets: whoever may look at the service sees them."
  type        = map(string)
  default     = {}

  validation {
    condition     = alltrue([for name in keys(var.environment) : can(regex("^[A-Z][A-Z0-9_]*$", name))])
    error_message = "Names of variables have capital letters, digits and underscores."
  }

  validation {
    condition     = alltrue([for name in keys(var.environment) : !can(regex("SECRET|ACCESS_KEY|API_KEYS|PASSWORD|TOKEN", name))])
    error_message = "Tasks have roles: keys, passwords and tokens are not passed to them as variables."
  }
}

variable "readable_buckets" {
  description = "Other buckets whose objects may be read: videos that are submitted by address, weights."
  type        = list(string)
  default     = []
}

variable "kms_key_arn" {
  description = "Key of one's own that encrypts bucket and queues; null: those of S3 and SQS. Its policy must let s3.amazonaws.com (or events.amazonaws.com) use kms:GenerateDataKey and kms:Decrypt."
  type        = string
  default     = null

  validation {
    condition     = var.kms_key_arn == null ? true : can(regex("^arn:[a-z-]+:kms:[a-z0-9-]+:[0-9]{12}:key/[A-Za-z0-9-]+$", var.kms_key_arn))
    error_message = "kms_key_arn is the ARN of a key, not of an alias."
  }
}

variable "storage" {
  description = "Of the bucket: whether 'destroy' deletes videos, days after which work and sources are deleted, pages that may upload, and how uploads are told ('queue' or 'eventbridge')."
  type = object({
    force_destroy = optional(bool, false)
    jobs_days     = optional(number, 30)
    incoming_days = optional(number)
    cors_origins  = optional(list(string), [])
    notification  = optional(string, "queue")
  })
  default = {}
}

variable "network" {
  description = "Zones and addresses of a VPC that is made, without a way to the internet; or an existing VPC."
  type = object({
    cidr  = optional(string, "10.40.0.0/16")
    zones = optional(list(string), [])
    existing = optional(object({
      vpc_id       = string
      subnet_ids   = list(string)
      egress_cidrs = optional(list(string), ["0.0.0.0/0"])
    }))
  })
}

variable "workers" {
  description = "GPU workers, one on an instance: how many, on which instances, how many of these are never spot instances, and what a task gets."
  type = object({
    minimum         = optional(number, 0)
    maximum         = optional(number, 4)
    instance_types  = optional(list(string), ["g6.xlarge", "g5.xlarge"])
    on_demand_base  = optional(number, 0)
    spot_percentage = optional(number, 100)
    cpu             = optional(number, 4096)
    memory_mib      = optional(number, 14336)
    disk_gib        = optional(number, 100)
    warmup_seconds  = optional(number, 300)
    ami_parameter   = optional(string, "/aws/service/ecs/optimized-ami/amazon-linux-2023/gpu/recommended/image_id")
  })
  default = {}
}

variable "orchestration" {
  description = "Tasks that split and merge: how many, and what each gets."
  type = object({
    minimum    = optional(number, 1)
    maximum    = optional(number, 4)
    cpu        = optional(number, 2048)
    memory_mib = optional(number, 8192)
    disk_gib   = optional(number, 100)
  })
  default = {}
}

variable "scaling" {
  description = "Seconds in which what waits is to be done; measured seconds of a chunk on a GPU, and of splitting or merging a video; minutes of idleness after which only the minimum stays."
  type = object({
    target_seconds    = optional(number, 600)
    seconds_per_chunk = number
    seconds_per_video = optional(number, 60)
    idle_minutes      = optional(number, 5)
  })
}

variable "alarms" {
  description = "Whom alarms call, and what they wait for; cost: USD an hour that GPU instances may cost, and what one costs at most."
  type = object({
    actions                = optional(list(string), [])
    oldest_message_seconds = optional(number, 3600)
    idle_minutes           = optional(number, 45)
    cost                   = optional(object({ most_per_hour = number, price_per_instance_hour = number }))
  })
  default = {}
}

variable "budget" {
  description = "What the whole account may cost in a month, in USD, and who is told at 80 % and when more is forecast; null: no budget."
  type        = object({ usd_per_month = number, emails = list(string) })
  default     = null
}

variable "log_days" {
  description = "Days for which logs are kept."
  type        = number
  default     = 30

  validation {
    condition     = contains([1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653], var.log_days)
    error_message = "CloudWatch keeps logs for 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545 or 731 days, or some whole years."
  }
}

variable "permissions_boundary" {
  description = "ARN of a policy beyond which no role goes, where an account asks for one."
  type        = string
  default     = null
}
