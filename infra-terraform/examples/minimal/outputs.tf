output "bucket" {
  description = "The bucket."
  value       = module.vsr.bucket
}

output "region" {
  description = "Its region."
  value       = module.vsr.region
}

output "queue_prefix" {
  description = "What names of queues begin with."
  value       = module.vsr.queue_prefix
}

output "queues" {
  description = "Queues of chunks, the most urgent first."
  value       = module.vsr.queues
}

output "defaults" {
  description = "Settings of jobs that say nothing else."
  value       = module.vsr.defaults
}

output "client_policy_arn" {
  description = "Policy for whoever submits videos."
  value       = module.vsr.client_policy_arn
}
