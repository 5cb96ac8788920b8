output "subnet_ids" {
  description = "Private subnets, when what tasks need can be reached from them."
  value       = local.own ? [for zone in var.zones : aws_subnet.private[zone].id] : var.existing.subnet_ids
  depends_on  = [aws_vpc_endpoint.services, aws_route_table_association.private]
}

output "security_group_id" {
  description = "Security group of instances and tasks."
  value       = aws_security_group.tasks.id
}
