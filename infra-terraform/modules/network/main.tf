terraform {
  required_version = ">= 1.11"
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 5.100"
    }
  }
}

locals {
  own = var.existing == null
  # What instances and tasks talk to. There is no way to the internet: no gateway, no NAT, no public address.
  services = ["sqs", "ecr.api", "ecr.dkr", "ecs", "ecs-agent", "ecs-telemetry", "logs"]
  vpc_id   = local.own ? aws_vpc.own[0].id : var.existing.vpc_id
}

resource "aws_vpc" "own" {
  count                = local.own ? 1 : 0
  cidr_block           = var.cidr
  enable_dns_support   = true
  enable_dns_hostnames = true
  tags                 = { Name = var.name }
}

resource "aws_default_security_group" "closed" {
  count  = local.own ? 1 : 0
  vpc_id = aws_vpc.own[0].id
}

resource "aws_subnet" "private" {
  for_each = local.own ? { for index, zone in var.zones : zone => index } : {}

  vpc_id                  = aws_vpc.own[0].id
  availability_zone       = each.key
  cidr_block              = cidrsubnet(var.cidr, 4, each.value)
  map_public_ip_on_launch = false
  tags                    = { Name = "${var.name}-${each.key}" }
}

resource "aws_route_table" "private" {
  count  = local.own ? 1 : 0
  vpc_id = aws_vpc.own[0].id
  tags   = { Name = var.name }
}

resource "aws_route_table_association" "private" {
  for_each       = aws_subnet.private
  subnet_id      = each.value.id
  route_table_id = aws_route_table.private[0].id
}

resource "aws_vpc_endpoint" "s3" {
  count             = local.own ? 1 : 0
  vpc_id            = aws_vpc.own[0].id
  service_name      = "com.amazonaws.${var.region}.s3"
  vpc_endpoint_type = "Gateway"
  route_table_ids   = [aws_route_table.private[0].id]
  tags              = { Name = "${var.name}-s3" }
}

resource "aws_vpc_endpoint" "services" {
  for_each = toset(local.own ? local.services : [])

  vpc_id              = aws_vpc.own[0].id
  service_name        = "com.amazonaws.${var.region}.${each.key}"
  vpc_endpoint_type   = "Interface"
  private_dns_enabled = true
  subnet_ids          = [for subnet in aws_subnet.private : subnet.id]
  security_group_ids  = [aws_security_group.endpoints[0].id]
  tags                = { Name = "${var.name}-${each.key}" }
}

resource "aws_security_group" "tasks" {
  name        = "${var.name}-tasks"
  description = "Instances and tasks: nobody calls them"
  vpc_id      = local.vpc_id
}

resource "aws_security_group" "endpoints" {
  count       = local.own ? 1 : 0
  name        = "${var.name}-endpoints"
  description = "Endpoints of AWS services: called by instances and tasks alone"
  vpc_id      = local.vpc_id
}

resource "aws_vpc_security_group_ingress_rule" "endpoints" {
  count                        = local.own ? 1 : 0
  description                  = "HTTPS from instances and tasks"
  security_group_id            = aws_security_group.endpoints[0].id
  referenced_security_group_id = aws_security_group.tasks.id
  ip_protocol                  = "tcp"
  from_port                    = 443
  to_port                      = 443
}

resource "aws_vpc_security_group_egress_rule" "to_endpoints" {
  count                        = local.own ? 1 : 0
  description                  = "HTTPS to the endpoints"
  security_group_id            = aws_security_group.tasks.id
  referenced_security_group_id = aws_security_group.endpoints[0].id
  ip_protocol                  = "tcp"
  from_port                    = 443
  to_port                      = 443
}

resource "aws_vpc_security_group_egress_rule" "to_s3" {
  count             = local.own ? 1 : 0
  description       = "HTTPS to S3, which has addresses of its own"
  security_group_id = aws_security_group.tasks.id
  prefix_list_id    = aws_vpc_endpoint.s3[0].prefix_list_id
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = 443
}

resource "aws_vpc_security_group_egress_rule" "to_existing" {
  for_each          = toset(local.own ? [] : var.existing.egress_cidrs)
  description       = "HTTPS to what the existing network leads to"
  security_group_id = aws_security_group.tasks.id
  cidr_ipv4         = each.key
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = 443
}
