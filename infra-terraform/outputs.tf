# 'terraform output -json | vsr config import -' reads the first five, by these names.

output "bucket" {
  description = "The bucket."
  value       = module.storage.bucket
}

output "region" {
  description = "Its region."
  value       = local.context.region
}

output "queue_prefix" {
  description = "What names of queues begin with."
  value       = local.prefix
}

output "queues" {
  description = "Queues of chunks, the most urgent first."
  value       = var.queues
}

output "defaults" {
  description = "Settings of jobs that say nothing else; a job's id follows from them."
  value       = var.defaults
}

output "client_policy_arn" {
  description = "Policy for whoever submits videos from the command line."
  value       = module.access.client_policy_arn
}

output "cluster" {
  description = "ECS cluster of all tasks."
  value       = module.workers.cluster
}

output "dashboard" {
  description = "Dashboard of CloudWatch."
  value       = module.observability.dashboard
}
