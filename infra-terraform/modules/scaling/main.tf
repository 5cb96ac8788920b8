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
  resource = "service/${var.cluster}/${var.service}"

  # v0, v1, ... wait in the queues; n0, n1, ... are worked on; tasks are those that the service was told to run. Those that run
  # already would be too few while instances start: the policy would ask for ever more of them.
  counts = merge([
    for index, queue in var.queues : {
      "v${index}" = { namespace = "AWS/SQS", name = "ApproximateNumberOfMessagesVisible", dimensions = { QueueName = queue } }
      "n${index}" = { namespace = "AWS/SQS", name = "ApproximateNumberOfMessagesNotVisible", dimensions = { QueueName = queue } }
    }
  ]...)
  metrics = merge(local.counts, {
    tasks = {
      namespace  = "ECS/ContainerInsights"
      name       = "DesiredTaskCount"
      dimensions = { ClusterName = var.cluster, ServiceName = var.service }
    }
  })

  waiting = join("+", [for id in sort(keys(local.counts)) : "FILL(${id},0)" if startswith(id, "v")])
  backlog = join("+", [for id in sort(keys(local.counts)) : "FILL(${id},0)"])
  tasks   = "FILL(tasks,0)"

  backlog_per_task = "(${local.backlog})/IF(${local.tasks}<1,1,${local.tasks})"
  target           = max(1, var.target_seconds / var.seconds_per_message)

  alarms = merge(
    {
      idle = {
        description = "Nothing waits or is worked on, and more tasks run than have to"
        expression  = "IF(${local.tasks}>${var.minimum_tasks},${local.backlog},1)"
        comparison  = "LessThanThreshold"
        minutes     = var.idle_minutes
        metrics     = local.metrics
      }
    },
    # At zero tasks a backlog per task says nothing: the first task is started by its own rule.
    var.minimum_tasks > 0 ? {} : {
      wake = {
        description = "Something waits, and no task was told to run"
        expression  = "IF(${local.tasks}<1,${local.waiting},0)"
        comparison  = "GreaterThanOrEqualToThreshold"
        minutes     = 1
        metrics     = { for id, metric in local.metrics : id => metric if !startswith(id, "n") }
      }
    }
  )
}

resource "aws_appautoscaling_target" "tasks" {
  service_namespace  = "ecs"
  scalable_dimension = "ecs:service:DesiredCount"
  resource_id        = local.resource
  min_capacity       = var.minimum_tasks
  max_capacity       = var.maximum_tasks
}

resource "aws_appautoscaling_policy" "backlog" {
  name               = "${var.service}-backlog-per-task"
  policy_type        = "TargetTrackingScaling"
  service_namespace  = aws_appautoscaling_target.tasks.service_namespace
  scalable_dimension = aws_appautoscaling_target.tasks.scalable_dimension
  resource_id        = aws_appautoscaling_target.tasks.resource_id

  target_tracking_scaling_policy_configuration {
    target_value       = local.target
    scale_out_cooldown = 180 # until the metrics show what was done: docs/scaling.md
    scale_in_cooldown  = 300

    customized_metric_specification {
      dynamic "metrics" {
        for_each = local.metrics
        content {
          id          = metrics.key
          return_data = false
          metric_stat {
            stat = "Average"
            metric {
              namespace   = metrics.value.namespace
              metric_name = metrics.value.name
              dynamic "dimensions" {
                for_each = metrics.value.dimensions
                content {
                  name  = dimensions.key
                  value = dimensions.value
                }
              }
            }
          }
        }
      }
      metrics {
        id          = "backlog"
        label       = "Messages a task"
        expression  = local.backlog_per_task
        return_data = true
      }
    }
  }
}

resource "aws_appautoscaling_policy" "steps" {
  for_each           = local.alarms
  name               = "${var.service}-${each.key}"
  policy_type        = "StepScaling"
  service_namespace  = aws_appautoscaling_target.tasks.service_namespace
  scalable_dimension = aws_appautoscaling_target.tasks.scalable_dimension
  resource_id        = aws_appautoscaling_target.tasks.resource_id

  step_scaling_policy_configuration {
    # Waking adds: if the backlog's policy was faster, its tasks stay.
    adjustment_type         = each.key == "wake" ? "ChangeInCapacity" : "ExactCapacity"
    metric_aggregation_type = "Average"
    cooldown                = 60
    step_adjustment {
      scaling_adjustment          = each.key == "wake" ? 1 : var.minimum_tasks
      metric_interval_lower_bound = each.key == "wake" ? 0 : null
      metric_interval_upper_bound = each.key == "wake" ? null : 0
    }
  }
}

resource "aws_cloudwatch_metric_alarm" "steps" {
  for_each            = local.alarms
  alarm_name          = "${var.cluster}-${var.service}-${each.key}"
  alarm_description   = each.value.description
  comparison_operator = each.value.comparison
  threshold           = 1
  evaluation_periods  = each.value.minutes
  datapoints_to_alarm = each.value.minutes
  treat_missing_data  = "notBreaching"
  alarm_actions       = [aws_appautoscaling_policy.steps[each.key].arn]

  dynamic "metric_query" {
    for_each = each.value.metrics
    content {
      id = metric_query.key
      metric {
        namespace   = metric_query.value.namespace
        metric_name = metric_query.value.name
        dimensions  = metric_query.value.dimensions
        period      = 60
        stat        = "Average"
      }
    }
  }
  metric_query {
    id          = "result"
    label       = each.key
    expression  = each.value.expression
    return_data = true
  }
}
