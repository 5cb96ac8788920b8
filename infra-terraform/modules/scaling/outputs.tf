output "target_backlog" {
  description = "Messages a task that the policy keeps."
  value       = local.target
}

output "resource_id" {
  description = "What is scaled."
  value       = aws_appautoscaling_target.tasks.resource_id
}
