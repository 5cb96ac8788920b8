terraform {
  required_version = ">= 1.11"
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 5.100"
    }
  }
}

resource "aws_cloudwatch_log_group" "orchestration" {
  name              = var.log_group
  retention_in_days = var.log_days
}

locals {
  environment = merge(var.environment, {
    VSR_ROLES     = "split,merge"
    VSR_DEVICE    = "cpu"
    VSR_TEMPORARY = "${var.folder}/work"
    VSR_CACHE     = "${var.folder}/cache"
  })
}

resource "aws_ecs_task_definition" "orchestration" {
  family                   = "${var.name}-orchestration"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = var.cpu
  memory                   = var.memory_mib
  task_role_arn            = var.task_role_arn
  execution_role_arn       = var.execution_role_arn

  # Chunks and the joined file of a film.
  ephemeral_storage {
    size_in_gib = var.disk_gib
  }
  volume {
    name = "files"
  }
  volume {
    name = "tmp"
  }

  container_definitions = jsonencode([{
    name                   = "orchestration"
    image                  = var.image
    essential              = true
    user                   = var.user
    readonlyRootFilesystem = true
    privileged             = false
    stopTimeout            = 120
    linuxParameters        = { capabilities = { drop = ["ALL"] } }
    mountPoints = [
      { sourceVolume = "files", containerPath = var.folder, readOnly = false },
      { sourceVolume = "tmp", containerPath = "/tmp", readOnly = false }
    ]
    environment = [for name in sort(keys(local.environment)) : { name = name, value = local.environment[name] }]
    healthCheck = {
      command     = ["CMD", "java", "@/opt/vsr/health.args"]
      interval    = 60
      timeout     = 20
      retries     = 10
      startPeriod = 300 # nothing answers before the model is there
    }
    logConfiguration = {
      logDriver = "awslogs"
      options = {
        "awslogs-group"         = aws_cloudwatch_log_group.orchestration.name
        "awslogs-region"        = var.region
        "awslogs-stream-prefix" = "orchestration"
        "mode"                  = "non-blocking"
      }
    }
  }])
}

resource "aws_ecs_service" "orchestration" {
  name                               = "orchestration"
  cluster                            = var.cluster_arn
  task_definition                    = aws_ecs_task_definition.orchestration.arn
  desired_count                      = var.minimum_tasks
  platform_version                   = "1.4.0"
  deployment_minimum_healthy_percent = 0 # messages wait
  deployment_maximum_percent         = 200
  propagate_tags                     = "SERVICE"
  enable_ecs_managed_tags            = true

  deployment_circuit_breaker {
    enable   = true
    rollback = true
  }

  capacity_provider_strategy {
    capacity_provider = "FARGATE"
    weight            = 1
  }

  network_configuration {
    subnets          = var.subnet_ids
    security_groups  = [var.security_group_id]
    assign_public_ip = false
  }

  lifecycle {
    ignore_changes = [desired_count] # the scaling policy's
  }
}
