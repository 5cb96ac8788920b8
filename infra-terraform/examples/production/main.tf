# Many workers in three zones, some of them never on spot instances; a key of one's own; state in a bucket, locked.

terraform {
  required_version = ">= 1.11"
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 5.100"
    }
  }

  # The rest is said once: terraform init -backend-config=bucket=... -backend-config=key=vsr4j/terraform.tfstate -backend-config=region=...
  backend "s3" {
    encrypt      = true
    use_lockfile = true
  }
}

variable "bucket" {
  description = "Name of the bucket that is made."
  type        = string
}

variable "image" {
  description = "Image with CUDA, by digest."
  type        = string
}

variable "orchestration_image" {
  description = "Image without CUDA, by digest."
  type        = string
}

variable "region" {
  description = "Region."
  type        = string
  default     = "eu-central-1"
}

variable "zones" {
  description = "Availability zones that have the instance types; 'aws ec2 describe-instance-type-offerings' says which do."
  type        = list(string)
  default     = ["eu-central-1a", "eu-central-1b", "eu-central-1c"]
}

variable "kms_key_arn" {
  description = "Key of bucket and queues, which outlives them; the module's README says what its policy needs."
  type        = string
}

variable "alarm_topic_arn" {
  description = "Topic of SNS that alarms are sent to."
  type        = string
}

variable "emails" {
  description = "Who is told of the budget."
  type        = list(string)
}

provider "aws" {
  region = var.region
  default_tags {
    tags = { service = "vsr4j", environment = "production" }
  }
}

module "vsr" {
  source = "../.."

  bucket              = var.bucket
  image               = var.image
  orchestration_image = var.orchestration_image
  queues              = ["urgent", "normal"]
  kms_key_arn         = var.kms_key_arn
  defaults            = { codec = "h265", memory = "20", threads = "4" }
  network             = { zones = var.zones }
  storage             = { incoming_days = 90 }
  workers             = { maximum = 50, on_demand_base = 2, spot_percentage = 90 }
  orchestration       = { minimum = 1, maximum = 8, disk_gib = 200 }
  scaling             = { target_seconds = 3600, seconds_per_chunk = 60, idle_minutes = 5 } # measure yours
  alarms = {
    actions                = [var.alarm_topic_arn]
    oldest_message_seconds = 7200
    cost                   = { most_per_hour = 60, price_per_instance_hour = 1.3 } # from the price list of your region
  }
  budget   = { usd_per_month = 10000, emails = var.emails }
  log_days = 90
}
