output "cluster" {
  description = "Name of the cluster, when it has its capacity providers."
  value       = aws_ecs_cluster.main.name
  depends_on  = [aws_ecs_cluster_capacity_providers.main]
}

output "cluster_arn" {
  description = "ARN of the cluster, when it has its capacity providers."
  value       = aws_ecs_cluster.main.arn
  depends_on  = [aws_ecs_cluster_capacity_providers.main]
}

output "service" {
  description = "Name of the service of workers."
  value       = aws_ecs_service.worker.name
}

output "autoscaling_group" {
  description = "Name of the group of instances."
  value       = aws_autoscaling_group.gpu.name
}

output "log_group" {
  description = "Name of the log group."
  value       = aws_cloudwatch_log_group.workers.name
}
