package played

import org.codehaus.groovy.ast.ClassNode
import org.codehaus.groovy.ast.CodeVisitorSupport
import org.codehaus.groovy.ast.expr.ClosureExpression
import org.codehaus.groovy.ast.expr.MethodCallExpression
import org.codehaus.groovy.ast.stmt.ExpressionStatement
import org.codehaus.groovy.ast.stmt.Statement
import org.codehaus.groovy.classgen.GeneratorContext
import org.codehaus.groovy.control.CompilePhase
import org.codehaus.groovy.control.SourceUnit
import org.codehaus.groovy.control.customizers.CompilationCustomizer
import org.codehaus.groovy.syntax.SyntaxException

/** What the parser of declarative pipelines refuses: in steps there is nothing but steps, and Groovy only in `script`. */
class DeclarativeCustomizer extends CompilationCustomizer {

    DeclarativeCustomizer() { super(CompilePhase.CONVERSION) }

    @Override
    void call(SourceUnit source, GeneratorContext context, ClassNode type) {
        type.module.statementBlock.visit(new Blocks(false, source))
    }

    private static class Blocks extends CodeVisitorSupport {

        private final boolean declarative
        private final SourceUnit source

        Blocks(boolean declarative, SourceUnit source) {
            this.declarative = declarative
            this.source = source
        }

        @Override
        void visitMethodCallExpression(MethodCallExpression call) {
            String name = call.methodAsString
            if (!declarative && name == 'pipeline') call.arguments.visit(new Blocks(true, source))
            else if (declarative && (name == 'steps' || name in Declarative.CONDITIONS)) closures(call).each { onlySteps(it) }
            else super.visitMethodCallExpression(call)
        }

        private void onlySteps(ClosureExpression block) {
            block.code.statements.each { Statement statement ->
                def call = statement instanceof ExpressionStatement ? statement.expression : null
                if (!(call instanceof MethodCallExpression)) {
                    source.addError(new SyntaxException('Expected a step', statement.lineNumber, statement.columnNumber))
                } else if (call.methodAsString != 'script') {
                    closures(call).each { onlySteps(it) }
                }
            }
        }

        private static List<ClosureExpression> closures(MethodCallExpression call) {
            call.arguments.expressions.findAll { it instanceof ClosureExpression }
        }
    }
}
