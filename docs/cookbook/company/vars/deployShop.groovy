/** Deploys a shop with the operator's own session: deployShop(shop: 'books', region: 'us-east-1'). */
def call(Map options) {
    def creds = getTempCreds(region: options.region, account: '123456789012', message: 'Deploy ' + options.shop + '?')
    node {
        checkout scm
        withEnv(['SHOP=' + options.shop]) {
            withTempCreds(creds) {
                awsExec(script: './deploy "$SHOP"', secrets: [DB_PASSWORD: '/prod/db#password'], label: 'Deploy ' + options.shop)
            }
        }
    }
}
