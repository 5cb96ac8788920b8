output "arns" {
  description = "ARNs of all queues by name after the prefix."
  value       = local.arns
}

output "names" {
  description = "Full names of all queues by name after the prefix."
  value       = { for queue in keys(local.arns) : queue => "${var.prefix}${queue}" }
}

output "ingest_arn" {
  description = "ARN of the ingest queue, when events may be sent to it."
  value       = local.arns["ingest"]
  depends_on  = [aws_sqs_queue_policy.queues]
}
