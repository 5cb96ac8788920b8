output "task_role_arns" {
  description = "Roles of tasks by what they are: worker, orchestration; with their permissions."
  value       = { for role, made in aws_iam_role.tasks : role => made.arn }
  depends_on  = [aws_iam_role_policy.tasks]
}

output "execution_role_arn" {
  description = "Role with which ECS starts tasks."
  value       = aws_iam_role.execution.arn
  depends_on  = [aws_iam_role_policy.execution]
}

output "instance_profile_arn" {
  description = "Profile of the instances."
  value       = aws_iam_instance_profile.instance.arn
  depends_on  = [aws_iam_role_policy.instance]
}

output "client_policy_arn" {
  description = "Policy for whoever submits videos from the command line."
  value       = aws_iam_policy.client.arn
}
