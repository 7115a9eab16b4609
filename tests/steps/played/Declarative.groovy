package played

import org.jenkinsci.plugins.workflow.steps.FlowInterruptedException

/** Plays `pipeline { }`, as far as the cookbook goes; what is not known here is an error, as in Jenkins. */
class Declarative {

    static final List<String> CONDITIONS = ['always', 'success', 'failure', 'aborted', 'unsuccessful', 'cleanup']
    private static final List<String> COMMON = ['agent', 'environment', 'options', 'tools', 'post', 'when', 'input']
    private static final List<String> OPTIONS = ['timeout', 'disableConcurrentBuilds', 'skipDefaultCheckout', 'timestamps', 'buildDiscarder']

    private final Script script

    Declarative(Script script) { this.script = script }

    void play(Closure definition) {
        Section pipeline = new Section(script, 'pipeline', COMMON + ['parameters', 'triggers', 'stages'], definition)
        if (!pipeline.has('agent')) throw new IllegalArgumentException('Missing required section "agent"')
        defaults(pipeline.section('parameters', ['string', 'choice', 'booleanParam']))
        within(pipeline) { stages(pipeline) }
    }

    private static void defaults(Section parameters) {
        parameters?.calls?.each { kind, all ->
            all*.getAt(0).each { Map it ->
                Map given = Context.current().build.parameters
                if (!given.containsKey(it.name)) given[it.name] = kind == 'choice' ? it.choices[0] : it.defaultValue
            }
        }
    }

    private void stages(Section parent) {
        parent.section('stages', ['stage']).calls.stage.each { String name, Closure definition -> stage(name, definition) }
    }

    private void stage(String name, Closure definition) {
        Section stage = new Section(script, "stage $name", COMMON + ['steps', 'stages', 'parallel', 'matrix', 'failFast'], definition)
        if (['steps', 'stages', 'parallel', 'matrix'].count { stage.has(it) } != 1) {
            throw new IllegalArgumentException("stage $name needs one of steps, stages, parallel or matrix")
        }
        step('stage', name, {
            if (!wanted(stage)) return
            if (stage.has('input')) step('input', new Section(script, 'input', ['message', 'ok', 'submitter'], stage.only('input')).calls.collectEntries { [it.key, it.value[0][0]] })
            within(stage) {
                if (stage.has('steps')) steps(stage.only('steps'))
                else if (stage.has('stages')) stages(stage)
                else if (stage.has('parallel')) parallel(stage)
                else matrix(stage.section('matrix', COMMON + ['axes', 'stages']), stage)
            }
        })
    }

    private void parallel(Section stage) {
        Map branches = stage.section('parallel', ['stage']).calls.stage.collectEntries { String name, Closure definition -> [name, { -> this.stage(name, definition) }] }
        step('parallel', branches + failFast(stage))
    }

    private void matrix(Section matrix, Section stage) {
        List<Map<String, String>> cells = [[:]]
        matrix.section('axes', ['axis']).calls.axis.each { List arguments ->
            Section axis = new Section(script, 'axis', ['name', 'values'], arguments[0])
            cells = cells.collectMany { cell -> axis.calls.values[0].collect { value -> cell + [(axis.only('name')): value] } }
        }
        step('parallel', cells.collectEntries { cell ->
            [cell.collect { "$it.key = '$it.value'" }.join(', '), { -> step('withEnv', cell.collect { "$it.key=$it.value".toString() }, { if (wanted(matrix)) within(matrix) { stages(matrix) } }) }]
        } + failFast(stage))
    }

    private static Map failFast(Section stage) { stage.has('failFast') ? [failFast: stage.only('failFast')] : [:] }

    /** Options, agent, environment, and afterwards what `post` says, around what a section does. */
    private void within(Section section, Closure body) {
        Section options = section.section('options', OPTIONS)
        Closure inner = { onAgent(section, options) { withVariables(section) { withPost(section, body) } } }
        if (options?.has('timeout')) step('timeout', options.only('timeout'), inner)
        else inner()
    }

    private def onAgent(Section section, Section options, Closure body) {
        def agent = section.has('agent') ? section.only('agent') : 'none'
        if (agent == 'none') return body()
        Closure checkedOut = { if (!options?.has('skipDefaultCheckout')) step('checkout', 'scm'); body() }
        if (agent == 'any') return step('node', checkedOut)
        Section kind = new Section(script, 'agent', ['label', 'docker'], agent)
        if (kind.has('label')) return step('node', kind.only('label'), checkedOut)
        Section docker = kind.section('docker', ['image', 'args', 'label'])
        Closure inside = { script.docker.image(docker.only('image')).inside(checkedOut) }
        docker.has('label') ? step('node', docker.only('label'), inside) : step('node', inside)
    }

    private void withVariables(Section section, Closure body) {
        Section environment = section.section('environment', [])
        if (environment) step('withEnv', environment.values.collect { "$it.key=$it.value".toString() }, body)
        else body()
    }

    private void withPost(Section section, Closure body) {
        Section post = section.section('post', CONDITIONS)
        Throwable failure = null
        try {
            body()
        } catch (Throwable problem) {
            failure = problem
        }
        boolean aborted = failure instanceof FlowInterruptedException
        Map<String, Boolean> met = [always: true, success: !failure, failure: failure && !aborted, aborted: aborted, unsuccessful: failure, cleanup: true]
        CONDITIONS.each { if (met[it] && post?.has(it)) steps(post.only(it)) }
        if (failure) throw failure
    }

    private boolean wanted(Section section) {
        Section when = section.section('when', ['branch', 'changeRequest', 'expression', 'not', 'anyOf', 'allOf', 'beforeAgent'])
        when == null || when.calls.every { name, all -> name == 'beforeAgent' || all.every { holds(name, it ? it[0] : null) } }
    }

    private boolean holds(String condition, Object argument) {
        Map<String, String> environment = Context.current().environment
        switch (condition) {
            case 'branch': return environment.BRANCH_NAME == argument
            case 'changeRequest': return environment.CHANGE_ID
            case 'expression': return steps(argument)
        }
        Section inner = new Section(script, condition, ['branch', 'changeRequest', 'expression'], argument)
        List<Boolean> held = inner.calls.collectMany { name, all -> all.collect { holds(name, it ? it[0] : null) } }
        condition == 'not' ? !held[0] : condition == 'anyOf' ? held.any() : held.every()
    }

    private def steps(Closure block) {
        block = block.clone()
        block.delegate = new StepsDelegate(script)
        block.resolveStrategy = Closure.DELEGATE_ONLY
        block.call()
    }

    private def step(String name, Object... arguments) { script.invokeMethod(name, arguments) }
}

/** Where the steps of a declarative pipeline come from. */
class StepsDelegate {

    private final Script script

    StepsDelegate(Script script) { this.script = script }

    def script(Closure block) { block.call() }

    def methodMissing(String name, Object arguments) { script.invokeMethod(name, arguments) }

    def propertyMissing(String name) { script.getProperty(name) }

    def propertyMissing(String name, Object value) { script.setProperty(name, value) }
}
