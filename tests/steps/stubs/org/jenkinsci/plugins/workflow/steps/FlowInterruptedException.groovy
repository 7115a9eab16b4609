package org.jenkinsci.plugins.workflow.steps

/** An abort, a time-out or the end of a failed parallel's other branches. */
class FlowInterruptedException extends InterruptedException {
    FlowInterruptedException(String cause) { super(cause) }
}
