terraform {
  required_version = ">= 1.11"
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 5.100"
    }
  }
}

locals {
  work      = { for queue, name in var.queues : queue => name if queue != "dead" }
  chunks    = { for queue, name in var.queues : queue => name if startswith(queue, "chunks-") }
  namespace = "vsr4j/${var.name}"
  # Ids of metrics have no hyphens.
  in_flight = { for queue, name in local.chunks : "n_${replace(queue, "-", "_")}" => name }
}

resource "aws_cloudwatch_metric_alarm" "age" {
  for_each            = local.work
  alarm_name          = "${var.name}-age-${each.key}"
  alarm_description   = "The oldest message of ${each.value} waits too long: too few tasks, or none that works"
  namespace           = "AWS/SQS"
  metric_name         = "ApproximateAgeOfOldestMessage"
  dimensions          = { QueueName = each.value }
  statistic           = "Maximum"
  period              = 300
  evaluation_periods  = 3
  comparison_operator = "GreaterThanThreshold"
  threshold           = var.oldest_message_seconds
  treat_missing_data  = "notBreaching"
  alarm_actions       = var.alarm_actions
  ok_actions          = var.alarm_actions
}

resource "aws_cloudwatch_metric_alarm" "dead" {
  alarm_name          = "${var.name}-dead-letters"
  alarm_description   = "A message was given up; 'vsr job ID' says why, 'vsr job ID --resume' tries it again"
  namespace           = "AWS/SQS"
  metric_name         = "ApproximateNumberOfMessagesVisible"
  dimensions          = { QueueName = var.queues["dead"] }
  statistic           = "Maximum"
  period              = 60
  evaluation_periods  = 1
  comparison_operator = "GreaterThanThreshold"
  threshold           = 0
  treat_missing_data  = "notBreaching"
  alarm_actions       = var.alarm_actions
}

# What a step logs when it gives a job up, which it does in one of two ways.
resource "aws_cloudwatch_log_metric_filter" "failed" {
  for_each       = var.log_groups
  name           = "${var.name}-failed-${each.key}"
  log_group_name = each.value
  pattern        = "?\"is given up:\" ?\"cannot be done:\""
  metric_transformation {
    namespace = local.namespace
    name      = "FailedSteps"
    value     = "1"
  }
}

resource "aws_cloudwatch_metric_alarm" "failed" {
  alarm_name          = "${var.name}-failed-jobs"
  alarm_description   = "A step of a job was given up; its failures are its user's or ours"
  namespace           = local.namespace
  metric_name         = "FailedSteps"
  statistic           = "Sum"
  period              = 300
  evaluation_periods  = 1
  comparison_operator = "GreaterThanThreshold"
  threshold           = 0
  treat_missing_data  = "notBreaching"
  alarm_actions       = var.alarm_actions
}

resource "aws_cloudwatch_metric_alarm" "idle" {
  alarm_name          = "${var.name}-idle-gpus"
  alarm_description   = "Instances run and no chunk is worked on"
  comparison_operator = "GreaterThanOrEqualToThreshold"
  threshold           = 1
  evaluation_periods  = var.idle_minutes
  datapoints_to_alarm = var.idle_minutes
  treat_missing_data  = "notBreaching"
  alarm_actions       = var.alarm_actions

  metric_query {
    id          = "result"
    label       = "Idle instances"
    expression  = "IF(${join("+", [for id in sort(keys(local.in_flight)) : "FILL(${id},0)"])}<1,FILL(instances,0),0)"
    return_data = true
  }
  metric_query {
    id = "instances"
    metric {
      namespace   = "AWS/AutoScaling"
      metric_name = "GroupInServiceInstances"
      dimensions  = { AutoScalingGroupName = var.autoscaling_group }
      period      = 60
      stat        = "Average"
    }
  }
  dynamic "metric_query" {
    for_each = local.in_flight
    content {
      id = metric_query.key
      metric {
        namespace   = "AWS/SQS"
        metric_name = "ApproximateNumberOfMessagesNotVisible"
        dimensions  = { QueueName = metric_query.value }
        period      = 60
        stat        = "Maximum"
      }
    }
  }
}

resource "aws_cloudwatch_metric_alarm" "cost" {
  count               = var.cost == null ? 0 : 1
  alarm_name          = "${var.name}-cost"
  alarm_description   = "GPU instances cost more than ${var.cost.most_per_hour} USD an hour"
  comparison_operator = "GreaterThanThreshold"
  threshold           = var.cost.most_per_hour
  evaluation_periods  = 3
  treat_missing_data  = "notBreaching"
  alarm_actions       = var.alarm_actions

  metric_query {
    id          = "cost"
    label       = "USD an hour, at most"
    expression  = "instances*${var.cost.price_per_instance_hour}"
    return_data = true
  }
  metric_query {
    id = "instances"
    metric {
      namespace   = "AWS/AutoScaling"
      metric_name = "GroupInServiceInstances"
      dimensions  = { AutoScalingGroupName = var.autoscaling_group }
      period      = 300
      stat        = "Average"
    }
  }
}

resource "aws_budgets_budget" "month" {
  count        = var.budget == null ? 0 : 1
  name         = "${var.name}-month"
  budget_type  = "COST"
  limit_amount = tostring(var.budget.usd_per_month)
  limit_unit   = "USD"
  time_unit    = "MONTHLY"

  dynamic "notification" {
    for_each = { ACTUAL = 80, FORECASTED = 100 }
    content {
      notification_type          = notification.key
      comparison_operator        = "GREATER_THAN"
      threshold                  = notification.value
      threshold_type             = "PERCENTAGE"
      subscriber_email_addresses = var.budget.emails
    }
  }
}
