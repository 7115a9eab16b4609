package played

import com.cloudbees.groovy.cps.NonCPS
import org.codehaus.groovy.ast.ClassCodeExpressionTransformer
import org.codehaus.groovy.ast.ClassHelper
import org.codehaus.groovy.ast.ClassNode
import org.codehaus.groovy.ast.MethodNode
import org.codehaus.groovy.ast.VariableScope
import org.codehaus.groovy.ast.expr.*
import org.codehaus.groovy.ast.stmt.*
import org.codehaus.groovy.classgen.GeneratorContext
import org.codehaus.groovy.control.CompilePhase
import org.codehaus.groovy.control.SourceUnit
import org.codehaus.groovy.control.customizers.CompilationCustomizer

/** Weaves {@link CpsRules} into every class of the library. */
class CpsCustomizer extends CompilationCustomizer {

    private static final ClassNode RULES = ClassHelper.make(CpsRules)
    private static final ClassNode NON_CPS = ClassHelper.make(NonCPS)

    CpsCustomizer() { super(CompilePhase.CANONICALIZATION) }

    @Override
    void call(SourceUnit source, GeneratorContext context, ClassNode type) {
        for (MethodNode method : new ArrayList<MethodNode>(type.methods)) {
            if (method.synthetic || !method.code || method.abstract) continue
            String name = type.nameWithoutPackage + '.' + method.name
            if (method.getAnnotations(NON_CPS)) withoutSteps(method, name) else withSteps(method, name, source)
        }
        if (!type.isScript()) for (constructor in type.declaredConstructors) withoutSteps(constructor, 'new ' + type.nameWithoutPackage)
    }

    private static void withoutSteps(MethodNode method, String name) {
        method.code = new BlockStatement([
            rule('enterNonCps', new ConstantExpression(name)),
            new TryCatchStatement(method.code, rule('leaveNonCps')),
        ] as Statement[], new VariableScope())
    }

    private static void withSteps(MethodNode method, String name, SourceUnit source) {
        new Locals(source, name).visitMethod(method)
        List<Statement> entry = [rule('mayCallSteps', new ConstantExpression(name))]
        for (parameter in method.parameters) {
            entry << rule('alive', new VariableExpression(parameter), new ConstantExpression("$name($parameter.name)".toString()))
        }
        method.code = new BlockStatement((entry + method.code) as Statement[], new VariableScope())
    }

    private static Statement rule(String name, Expression... arguments) {
        new ExpressionStatement(new StaticMethodCallExpression(RULES, name, new ArgumentListExpression(arguments)))
    }

    /** Every value that a local variable gets, and every one that waits for a `finally` to be returned. */
    private static class Locals extends ClassCodeExpressionTransformer {

        final SourceUnit sourceUnit
        private final String method
        private boolean beforeFinally

        Locals(SourceUnit source, String method) {
            sourceUnit = source
            this.method = method
        }

        @Override
        Expression transform(Expression expression) {
            if (expression instanceof ClosureExpression) {
                expression.code.visit(this)
                return expression
            }
            if (expression instanceof BinaryExpression && expression.operation.text == '=' && expression.leftExpression instanceof VariableExpression) {
                Expression right = transform(expression.rightExpression)
                if (!(right instanceof EmptyExpression)) expression.rightExpression = kept(right, expression.leftExpression.name)
                return expression
            }
            return super.transform(expression)
        }

        @Override
        void visitTryCatchFinally(TryCatchStatement statement) {
            boolean outer = beforeFinally
            beforeFinally = outer || !(statement.finallyStatement instanceof EmptyStatement)
            super.visitTryCatchFinally(statement)
            beforeFinally = outer
        }

        @Override
        void visitReturnStatement(ReturnStatement statement) {
            super.visitReturnStatement(statement)
            if (beforeFinally) statement.expression = kept(statement.expression, 'the value to return')
        }

        private Expression kept(Expression value, String variable) {
            def call = new StaticMethodCallExpression(RULES, 'alive', new ArgumentListExpression(value, new ConstantExpression("$method: $variable".toString())))
            call.sourcePosition = value
            return call
        }
    }
}
