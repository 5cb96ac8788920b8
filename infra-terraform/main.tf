terraform {
  required_version = ">= 1.11"
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 5.100"
    }
  }
}

data "aws_caller_identity" "current" {}
data "aws_partition" "current" {}
data "aws_region" "current" {}

locals {
  context = {
    partition = data.aws_partition.current.partition
    region    = data.aws_region.current.name
    account   = data.aws_caller_identity.current.account_id
  }
  eventbridge = var.storage.notification == "eventbridge"
  prefix      = "${var.name}-"
  rule        = "${var.name}-incoming"
  log_groups  = { for role in ["worker", "orchestration"] : role => "/ecs/${var.name}/${role}" }
  images      = { worker = var.image, orchestration = coalesce(var.orchestration_image, var.image) }

  # Repositories of ECR that the images lie in; images of other registries have none.
  repository_arns = distinct([
    for found in [for image in values(local.images) : try(regex("^([0-9]{12})\\.dkr\\.ecr\\.([a-z0-9-]+)\\.amazonaws\\.com(?:\\.cn)?/([^:@]+)", image), null)] :
    "arn:${local.context.partition}:ecr:${found[1]}:${found[0]}:repository/${found[2]}" if found != null
  ])

  weights_buckets = [for found in [for place in values(var.weights) : try(regex("^s3://([^/]+)/", place)[0], null)] : found if found != null]

  # What all processes are told; docs/operations.md explains each.
  variable_of = { for kind, values in { DEFAULTS = var.defaults, WEIGHTS = var.weights, WEIGHTS_HASH = var.weights_hashes } :
    kind => { for name, value in values : "VSR_${kind}_${upper(replace(name, "-", "_"))}" => value }
  }
  environment = merge(var.environment, merge(values(local.variable_of)...), {
    VSR_BUCKET        = var.bucket
    VSR_REGION        = local.context.region
    VSR_QUEUE_PREFIX  = local.prefix
    VSR_QUEUES        = join(",", var.queues)
    VSR_MOST_RECEIVES = tostring(var.most_receives)
    VSR_VISIBILITY    = tostring(var.visibility_seconds)
  })
}

module "queues" {
  source             = "./modules/queues"
  context            = local.context
  prefix             = local.prefix
  chunk_queues       = var.queues
  most_receives      = var.most_receives
  visibility_seconds = var.visibility_seconds
  kms_key_arn        = var.kms_key_arn
  event_source = local.eventbridge ? {
    service = "events.amazonaws.com"
    arn     = "arn:${local.context.partition}:events:${local.context.region}:${local.context.account}:rule/${local.rule}"
    } : {
    service = "s3.amazonaws.com"
    arn     = "arn:${local.context.partition}:s3:::${var.bucket}"
  }
}

module "storage" {
  source           = "./modules/storage"
  context          = local.context
  bucket           = var.bucket
  force_destroy    = var.storage.force_destroy
  kms_key_arn      = var.kms_key_arn
  jobs_days        = var.storage.jobs_days
  incoming_days    = var.storage.incoming_days
  cors_origins     = var.storage.cors_origins
  notification     = var.storage.notification
  rule_name        = local.rule
  ingest_queue_arn = module.queues.ingest_arn
}

module "network" {
  source   = "./modules/network"
  name     = var.name
  region   = local.context.region
  cidr     = var.network.cidr
  zones    = var.network.zones
  existing = var.network.existing
}

module "access" {
  source               = "./modules/access"
  context              = local.context
  name                 = var.name
  bucket               = var.bucket
  queue_arns           = module.queues.arns
  cluster              = var.name
  log_groups           = values(local.log_groups)
  repository_arns      = local.repository_arns
  readable_buckets     = distinct(concat(var.readable_buckets, local.weights_buckets))
  kms_key_arn          = var.kms_key_arn
  permissions_boundary = var.permissions_boundary
}

module "workers" {
  source                  = "./modules/workers"
  name                    = var.name
  region                  = local.context.region
  image                   = local.images.worker
  user                    = var.container.user
  folder                  = var.container.folder
  environment             = local.environment
  cpu                     = var.workers.cpu
  memory_mib              = var.workers.memory_mib
  instance_types          = var.workers.instance_types
  maximum_instances       = var.workers.maximum
  on_demand_base          = var.workers.on_demand_base
  spot_percentage         = var.workers.spot_percentage
  instance_warmup_seconds = var.workers.warmup_seconds
  disk_gib                = var.workers.disk_gib
  ami_parameter           = var.workers.ami_parameter
  subnet_ids              = module.network.subnet_ids
  security_group_id       = module.network.security_group_id
  instance_profile_arn    = module.access.instance_profile_arn
  task_role_arn           = module.access.task_role_arns["worker"]
  execution_role_arn      = module.access.execution_role_arn
  log_group               = local.log_groups.worker
  log_days                = var.log_days
}

module "orchestration" {
  source             = "./modules/orchestration"
  name               = var.name
  region             = local.context.region
  cluster_arn        = module.workers.cluster_arn
  image              = local.images.orchestration
  user               = var.container.user
  folder             = var.container.folder
  environment        = local.environment
  cpu                = var.orchestration.cpu
  memory_mib         = var.orchestration.memory_mib
  disk_gib           = var.orchestration.disk_gib
  minimum_tasks      = var.orchestration.minimum
  subnet_ids         = module.network.subnet_ids
  security_group_id  = module.network.security_group_id
  task_role_arn      = module.access.task_role_arns["orchestration"]
  execution_role_arn = module.access.execution_role_arn
  log_group          = local.log_groups.orchestration
  log_days           = var.log_days
}

module "scaling_of_workers" {
  source              = "./modules/scaling"
  cluster             = module.workers.cluster
  service             = module.workers.service
  queues              = [for queue in var.queues : module.queues.names["chunks-${queue}"]]
  minimum_tasks       = var.workers.minimum
  maximum_tasks       = var.workers.maximum
  seconds_per_message = var.scaling.seconds_per_chunk
  target_seconds      = var.scaling.target_seconds
  idle_minutes        = var.scaling.idle_minutes
}

module "scaling_of_orchestration" {
  source              = "./modules/scaling"
  cluster             = module.workers.cluster
  service             = module.orchestration.service
  queues              = [for queue in ["ingest", "merge"] : module.queues.names[queue]]
  minimum_tasks       = var.orchestration.minimum
  maximum_tasks       = var.orchestration.maximum
  seconds_per_message = var.scaling.seconds_per_video
  target_seconds      = var.scaling.target_seconds
  idle_minutes        = var.scaling.idle_minutes
}

module "observability" {
  source                 = "./modules/observability"
  name                   = var.name
  region                 = local.context.region
  queues                 = module.queues.names
  services               = [module.workers.service, module.orchestration.service]
  log_groups             = { worker = module.workers.log_group, orchestration = module.orchestration.log_group }
  autoscaling_group      = module.workers.autoscaling_group
  alarm_actions          = var.alarms.actions
  oldest_message_seconds = var.alarms.oldest_message_seconds
  idle_minutes           = var.alarms.idle_minutes
  cost                   = var.alarms.cost
  budget                 = var.budget
}
