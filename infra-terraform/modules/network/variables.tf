variable "name" {
  description = "What names of resources begin with."
  type        = string
}

variable "region" {
  description = "Region, which names the endpoints."
  type        = string
}

variable "cidr" {
  description = "Addresses of the VPC that is made; a /20 or larger, since each task has an address of its own."
  type        = string
  default     = "10.40.0.0/16"

  validation {
    condition     = can(cidrhost(var.cidr, 0)) && try(tonumber(split("/", var.cidr)[1]) >= 16 && tonumber(split("/", var.cidr)[1]) <= 20, false)
    error_message = "cidr is a block of addresses from /16 to /20, such as 10.40.0.0/16."
  }
}

variable "zones" {
  description = "Availability zones of the VPC that is made; more of them find more GPUs, and cost more endpoints."
  type        = list(string)
  default     = []

  validation {
    condition     = length(var.zones) <= 6 && length(distinct(var.zones)) == length(var.zones)
    error_message = "There are at most 6 zones, all different."
  }
}

variable "existing" {
  description = "A VPC that is there already, private subnets of it, and where HTTPS may go to; null: one is made. It must lead to S3, SQS, ECR, ECS and CloudWatch Logs by endpoints or NAT."
  type = object({
    vpc_id       = string
    subnet_ids   = list(string)
    egress_cidrs = optional(list(string), ["0.0.0.0/0"])
  })
  default = null

  validation {
    condition     = var.existing == null ? length(var.zones) > 0 : length(var.existing.subnet_ids) > 0
    error_message = "Name zones for a VPC that is made, or subnet_ids of an existing one."
  }
}
