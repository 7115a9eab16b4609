// CodeNarc applies its Jenkins rules to files named Jenkinsfile alone, unless it is told.
ruleset {
    ruleset('rulesets/jenkins.xml') {
        [
            'ClassNotSerializable', 'ClosureInGString', 'CpsCallFromNonCpsMethod', 'ExpressionInCpsMethodNotSerializable', 'ForbiddenCallInCpsMethod',
            'ObjectOverrideOnlyNonCpsMethods', 'ParameterOrReturnTypeNotSerializable',
        ].each { String rule -> "$rule" { applyToFileNames = '*.groovy' } }
    }
}
