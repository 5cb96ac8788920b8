mock_provider "aws" {
  override_during = plan
  mock_data "aws_ssm_parameter" {
    defaults = { value = "ami-0123456789abcdef0" }
  }
  mock_resource "aws_ecs_cluster" {
    defaults = { arn = "arn:aws:ecs:eu-central-1:123456789012:cluster/vsr" }
  }
  mock_resource "aws_ecs_task_definition" {
    defaults = { arn = "arn:aws:ecs:eu-central-1:123456789012:task-definition/vsr-worker:1" }
  }
  mock_resource "aws_autoscaling_group" {
    defaults = { arn = "arn:aws:autoscaling:eu-central-1:123456789012:autoScalingGroup:1:autoScalingGroupName/vsr-gpu" }
  }
  mock_resource "aws_launch_template" {
    defaults = { id = "lt-1", latest_version = 1 }
  }
}

variables {
  name                 = "vsr"
  region               = "eu-central-1"
  image                = "123456789012.dkr.ecr.eu-central-1.amazonaws.com/vsr4j:1"
  environment          = { VSR_BUCKET = "videos", VSR_ROLES = "split" }
  maximum_instances    = 4
  on_demand_base       = 1
  spot_percentage      = 75
  subnet_ids           = ["subnet-1"]
  security_group_id    = "sg-1"
  instance_profile_arn = "arn:aws:iam::123456789012:instance-profile/vsr"
  task_role_arn        = "arn:aws:iam::123456789012:role/worker"
  execution_role_arn   = "arn:aws:iam::123456789012:role/execution"
  log_group            = "/ecs/vsr/worker"
}

run "instances" {
  command = plan
  module {
    source = "./modules/workers"
  }

  assert {
    condition     = one(aws_launch_template.gpu.metadata_options).http_tokens == "required" && one(aws_launch_template.gpu.metadata_options).http_put_response_hop_limit == 1
    error_message = "Metadata is answered without a token, or to containers."
  }
  assert {
    condition     = aws_launch_template.gpu.image_id == "ami-0123456789abcdef0" && data.aws_ssm_parameter.ami.name == "/aws/service/ecs/optimized-ami/amazon-linux-2023/gpu/recommended/image_id"
    error_message = "The machine image is not the one that AWS recommends."
  }
  assert {
    condition = alltrue([for line in ["ECS_CLUSTER=vsr", "ECS_ENABLE_SPOT_INSTANCE_DRAINING=true", "ECS_AWSVPC_BLOCK_IMDS=true", "chown 65532:65532 /var/lib/vsr4j"] :
    strcontains(base64decode(aws_launch_template.gpu.user_data), line)])
    error_message = "The agent or the folder of the instance is not set up."
  }
  assert {
    condition     = aws_autoscaling_group.gpu.min_size == 0 && aws_autoscaling_group.gpu.protect_from_scale_in
    error_message = "Instances do not go to zero, or go while they work."
  }
  assert {
    condition = (
      one(one(aws_autoscaling_group.gpu.mixed_instances_policy).instances_distribution).on_demand_base_capacity == 1 &&
      one(one(aws_autoscaling_group.gpu.mixed_instances_policy).instances_distribution).on_demand_percentage_above_base_capacity == 25
    )
    error_message = "Spot and on-demand instances are mixed otherwise."
  }
  assert {
    condition = (
      one(aws_ecs_capacity_provider.gpu.auto_scaling_group_provider).managed_termination_protection == "ENABLED" &&
      one(aws_ecs_capacity_provider.gpu.auto_scaling_group_provider).managed_draining == "ENABLED" &&
      one(one(aws_ecs_capacity_provider.gpu.auto_scaling_group_provider).managed_scaling).status == "ENABLED"
    )
    error_message = "ECS does not manage its instances."
  }
}

run "task" {
  command = plan
  module {
    source = "./modules/workers"
  }

  assert {
    condition     = jsondecode(aws_ecs_task_definition.worker.container_definitions)[0].resourceRequirements == [{ type = "GPU", value = "1" }]
    error_message = "A task has no GPU of its own."
  }
  assert {
    condition     = jsondecode(aws_ecs_task_definition.worker.container_definitions)[0].stopTimeout == 120
    error_message = "A task has less time to hand its chunk back than AWS gives."
  }
  assert {
    condition     = jsondecode(aws_ecs_task_definition.worker.container_definitions)[0].readonlyRootFilesystem && jsondecode(aws_ecs_task_definition.worker.container_definitions)[0].user == "65532:65532"
    error_message = "A task may write to its image, or is root."
  }
  assert {
    condition = { for variable in jsondecode(aws_ecs_task_definition.worker.container_definitions)[0].environment : variable.name => variable.value } == {
      VSR_BUCKET = "videos", VSR_ROLES = "upscale", VSR_DEVICE = "gpu", VSR_TEMPORARY = "/var/lib/vsr/work", VSR_CACHE = "/var/lib/vsr/cache"
    }
    error_message = "A worker is told something else."
  }
  assert {
    condition     = one(aws_ecs_service.worker.network_configuration).assign_public_ip == false && aws_ecs_task_definition.worker.network_mode == "awsvpc"
    error_message = "A task has a public address, or its instance's."
  }
}

run "wrong_values" {
  command = plan
  module {
    source = "./modules/workers"
  }
  variables {
    user                    = "0:0"
    folder                  = "var/lib"
    cpu                     = 1
    memory_mib              = 512
    gpus                    = 0
    instance_types          = ["m5.large"]
    maximum_instances       = 0
    on_demand_base          = -1
    spot_percentage         = 101
    instance_warmup_seconds = 0
    disk_gib                = 8
    ami_parameter           = "ami-1"
  }
  expect_failures = [
    var.user, var.folder, var.cpu, var.memory_mib, var.gpus, var.instance_types, var.maximum_instances, var.on_demand_base,
    var.spot_percentage, var.instance_warmup_seconds, var.disk_gib, var.ami_parameter
  ]
}
