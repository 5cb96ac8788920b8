mock_provider "aws" {}

variables {
  name               = "vsr"
  region             = "eu-central-1"
  cluster_arn        = "arn:aws:ecs:eu-central-1:123456789012:cluster/vsr"
  image              = "123456789012.dkr.ecr.eu-central-1.amazonaws.com/vsr4j:1"
  environment        = { VSR_BUCKET = "videos" }
  subnet_ids         = ["subnet-1"]
  security_group_id  = "sg-1"
  task_role_arn      = "arn:aws:iam::123456789012:role/orchestration"
  execution_role_arn = "arn:aws:iam::123456789012:role/execution"
  log_group          = "/ecs/vsr/orchestration"
}

run "on_fargate" {
  command = plan
  module {
    source = "./modules/orchestration"
  }

  assert {
    condition     = one(aws_ecs_service.orchestration.capacity_provider_strategy).capacity_provider == "FARGATE" && one(aws_ecs_task_definition.orchestration.ephemeral_storage).size_in_gib == 100
    error_message = "A merge may be taken back, or has too small a disk."
  }
  assert {
    condition     = { for variable in jsondecode(aws_ecs_task_definition.orchestration.container_definitions)[0].environment : variable.name => variable.value }["VSR_ROLES"] == "split,merge"
    error_message = "It does not split and merge."
  }
  assert {
    condition     = jsondecode(aws_ecs_task_definition.orchestration.container_definitions)[0].readonlyRootFilesystem && jsondecode(aws_ecs_task_definition.orchestration.container_definitions)[0].user == "65532:65532"
    error_message = "A task may write to its image, or is root."
  }
  assert {
    condition     = one(aws_ecs_service.orchestration.network_configuration).assign_public_ip == false
    error_message = "A task has a public address."
  }
}

run "wrong_values" {
  command = plan
  module {
    source = "./modules/orchestration"
  }
  variables {
    user          = "root"
    folder        = "/"
    cpu           = 1000
    disk_gib      = 500
    minimum_tasks = -1
  }
  expect_failures = [var.user, var.folder, var.cpu, var.disk_gib, var.minimum_tasks]
}

run "memory_that_fargate_does_not_give" {
  command = plan
  module {
    source = "./modules/orchestration"
  }
  variables {
    cpu        = 4096
    memory_mib = 32768
  }
  expect_failures = [var.memory_mib]
}
