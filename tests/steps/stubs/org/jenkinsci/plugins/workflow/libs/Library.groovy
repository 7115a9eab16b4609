package org.jenkinsci.plugins.workflow.libs

import java.lang.annotation.Retention
import java.lang.annotation.RetentionPolicy

/** `@Library('name') _` at the top of a Jenkinsfile. */
@Retention(RetentionPolicy.RUNTIME)
@interface Library {
    String[] value() default []
}
