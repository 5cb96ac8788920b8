mock_provider "aws" {}

variables {
  name   = "vsr"
  region = "eu-central-1"
  zones  = ["eu-central-1a", "eu-central-1b"]
}

run "own_without_a_way_out" {
  command = plan
  module {
    source = "./modules/network"
  }

  assert {
    condition     = [for subnet in aws_subnet.private : subnet.cidr_block] == ["10.40.0.0/20", "10.40.16.0/20"] && alltrue([for subnet in aws_subnet.private : !subnet.map_public_ip_on_launch])
    error_message = "Subnets overlap, or give public addresses."
  }
  assert {
    condition     = keys(aws_vpc_endpoint.services) == ["ecr.api", "ecr.dkr", "ecs", "ecs-agent", "ecs-telemetry", "logs", "sqs"] && aws_vpc_endpoint.s3[0].vpc_endpoint_type == "Gateway"
    error_message = "What tasks need cannot be reached."
  }
  assert {
    condition     = one([for rule in aws_vpc_security_group_ingress_rule.endpoints : rule.cidr_ipv4]) == null && length(aws_vpc_security_group_egress_rule.to_existing) == 0
    error_message = "A door is open to addresses."
  }
}

run "existing" {
  command = plan
  module {
    source = "./modules/network"
  }
  variables {
    zones    = []
    existing = { vpc_id = "vpc-1", subnet_ids = ["subnet-1"], egress_cidrs = ["10.0.0.0/8"] }
  }

  assert {
    condition     = length(aws_vpc.own) + length(aws_subnet.private) + length(aws_vpc_endpoint.services) == 0 && aws_security_group.tasks.vpc_id == "vpc-1"
    error_message = "A network is made although there is one."
  }
  assert {
    condition     = output.subnet_ids == tolist(["subnet-1"]) && keys(aws_vpc_security_group_egress_rule.to_existing) == ["10.0.0.0/8"]
    error_message = "Tasks do not run where they are told to, or get out elsewhere."
  }
}

run "wrong_values" {
  command = plan
  module {
    source = "./modules/network"
  }
  variables {
    cidr     = "10.0.0.0/28"
    zones    = []
    existing = null
  }
  expect_failures = [var.cidr, var.existing]
}
