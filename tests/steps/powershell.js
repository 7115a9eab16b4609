// powershell.js GRAMMAR FILE...: prints a line for every place in the files that is no PowerShell, as far as the grammar knows.
const path = require('path')
const fs = require('fs')
const [grammar, ...files] = process.argv.slice(2)
const { Parser, Language } = require(path.resolve(grammar, 'web-tree-sitter.cjs'))

function complain(file, node) {
  const at = `${path.basename(file)}:${node.startPosition.row + 1}:${node.startPosition.column + 1}`
  if (node.isError) console.log(`${at}: no PowerShell`)
  if (node.isMissing) console.log(`${at}: ${node.type} is missing`)
  node.children.forEach(child => complain(file, child))
}

(async () => {
  await Parser.init()
  const parser = new Parser()
  parser.setLanguage(await Language.load(path.resolve(grammar, 'tree-sitter-powershell.wasm')))
  files.forEach(file => complain(file, parser.parse(fs.readFileSync(file, 'utf8')).rootNode))
})()
