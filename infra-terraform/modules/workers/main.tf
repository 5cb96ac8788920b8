terraform {
  required_version = ">= 1.11"
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 5.100"
    }
  }
}

data "aws_ssm_parameter" "ami" {
  name = var.ami_parameter
}

resource "aws_cloudwatch_log_group" "workers" {
  name              = var.log_group
  retention_in_days = var.log_days
}

resource "aws_ecs_cluster" "main" {
  name = var.name
  setting {
    name  = "containerInsights" # counts tasks, by which they are scaled
    value = "enabled"
  }
}

resource "aws_ecs_cluster_capacity_providers" "main" {
  cluster_name       = aws_ecs_cluster.main.name
  capacity_providers = ["FARGATE", "FARGATE_SPOT", aws_ecs_capacity_provider.gpu.name]
}

resource "aws_launch_template" "gpu" {
  name_prefix            = "${var.name}-gpu-"
  update_default_version = true
  image_id               = nonsensitive(data.aws_ssm_parameter.ami.value)
  user_data = base64encode(templatefile("${path.module}/user-data.sh", {
    cluster = var.name
    user    = var.user
    folder  = local.folder
  }))

  iam_instance_profile {
    arn = var.instance_profile_arn
  }

  network_interfaces {
    associate_public_ip_address = false
    delete_on_termination       = true
    security_groups             = [var.security_group_id]
  }

  metadata_options {
    http_endpoint               = "enabled"
    http_tokens                 = "required"
    http_put_response_hop_limit = 1
  }

  block_device_mappings {
    device_name = "/dev/xvda"
    ebs {
      volume_type           = "gp3"
      volume_size           = var.disk_gib
      encrypted             = true
      delete_on_termination = true
    }
  }

  dynamic "tag_specifications" {
    for_each = toset(["instance", "volume"])
    content {
      resource_type = tag_specifications.key
      tags          = { Name = "${var.name}-gpu" }
    }
  }
}

resource "aws_autoscaling_group" "gpu" {
  name                  = "${var.name}-gpu"
  vpc_zone_identifier   = var.subnet_ids
  min_size              = 0
  max_size              = var.maximum_instances
  protect_from_scale_in = true # ECS says which instance may go
  force_delete          = true # nothing is lost with an instance; 'destroy' would wait for it
  enabled_metrics       = ["GroupInServiceInstances"]
  capacity_rebalance    = false # it takes instances away without draining them first

  mixed_instances_policy {
    instances_distribution {
      on_demand_base_capacity                  = var.on_demand_base
      on_demand_percentage_above_base_capacity = 100 - var.spot_percentage
      spot_allocation_strategy                 = "price-capacity-optimized"
    }
    launch_template {
      launch_template_specification {
        launch_template_id = aws_launch_template.gpu.id
        version            = aws_launch_template.gpu.latest_version
      }
      dynamic "override" {
        for_each = var.instance_types
        content {
          instance_type = override.value
        }
      }
    }
  }

  tag {
    key                 = "AmazonECSManaged"
    value               = "true"
    propagate_at_launch = true
  }

  lifecycle {
    ignore_changes = [desired_capacity] # the capacity provider's
  }
}

resource "aws_ecs_capacity_provider" "gpu" {
  name = "${var.name}-gpu"
  auto_scaling_group_provider {
    auto_scaling_group_arn         = aws_autoscaling_group.gpu.arn
    managed_termination_protection = "ENABLED"
    managed_draining               = "ENABLED"
    managed_scaling {
      status                    = "ENABLED"
      target_capacity           = 100
      minimum_scaling_step_size = 1
      maximum_scaling_step_size = max(1, var.maximum_instances)
      instance_warmup_period    = var.instance_warmup_seconds
    }
  }
}

locals {
  folder = "/var/lib/vsr4j" # on the instance's disk
}

resource "aws_ecs_task_definition" "worker" {
  family                   = "${var.name}-worker"
  requires_compatibilities = ["EC2"]
  network_mode             = "awsvpc"
  task_role_arn            = var.task_role_arn
  execution_role_arn       = var.execution_role_arn

  volume {
    name      = "files"
    host_path = local.folder
  }
  volume {
    name = "tmp"
  }

  container_definitions = jsonencode([{
    name                   = "worker"
    image                  = var.image
    essential              = true
    user                   = var.user
    readonlyRootFilesystem = true
    privileged             = false
    cpu                    = var.cpu
    memory                 = var.memory_mib
    stopTimeout            = 120
    resourceRequirements   = [{ type = "GPU", value = tostring(var.gpus) }]
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
        "awslogs-group"         = aws_cloudwatch_log_group.workers.name
        "awslogs-region"        = var.region
        "awslogs-stream-prefix" = "worker"
        "mode"                  = "non-blocking"
      }
    }
  }])
}

locals {
  environment = merge(var.environment, {
    VSR_ROLES     = "upscale"
    VSR_DEVICE    = "gpu"
    VSR_TEMPORARY = "${var.folder}/work"
    VSR_CACHE     = "${var.folder}/cache"
  })
}

resource "aws_ecs_service" "worker" {
  name            = "worker"
  cluster         = aws_ecs_cluster.main.arn
  task_definition = aws_ecs_task_definition.worker.arn
  desired_count   = 0
  # A new version starts when an old one has gone: there may be no second GPU.
  deployment_minimum_healthy_percent = 0
  deployment_maximum_percent         = 100
  propagate_tags                     = "SERVICE"
  enable_ecs_managed_tags            = true

  deployment_circuit_breaker {
    enable   = true
    rollback = true
  }

  capacity_provider_strategy {
    capacity_provider = aws_ecs_capacity_provider.gpu.name
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

  depends_on = [aws_ecs_cluster_capacity_providers.main]
}
