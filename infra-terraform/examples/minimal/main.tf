# One worker at most, on a spot instance; nothing runs when there is nothing to do.

terraform {
  required_version = ">= 1.11"
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 5.100"
    }
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

variable "region" {
  description = "Region."
  type        = string
  default     = "us-east-1"
}

variable "queues" {
  description = "Queues of chunks, the most urgent first."
  type        = list(string)
  default     = ["normal"]
}

provider "aws" {
  region = var.region
  default_tags {
    tags = { service = "vsr4j" }
  }
}

module "vsr" {
  source = "../.."

  bucket        = var.bucket
  image         = var.image
  queues        = var.queues
  network       = { zones = ["${var.region}a", "${var.region}b"] }
  storage       = { force_destroy = true } # a place to try things
  workers       = { maximum = 1 }
  orchestration = { minimum = 0, maximum = 1 }
  scaling       = { seconds_per_chunk = 60 } # measure yours
}
