output "service" {
  description = "Name of the service that splits and merges."
  value       = aws_ecs_service.orchestration.name
}

output "log_group" {
  description = "Name of the log group."
  value       = aws_cloudwatch_log_group.orchestration.name
}
