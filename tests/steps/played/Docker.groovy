package played

/** `docker` in a Jenkinsfile. */
class Docker implements Serializable {

    def image(String name) { new Image(name: name) }

    static class Image implements Serializable {

        String name

        def inside(String arguments = '', Closure body) { Steps.call('insideContainer', [name, body]) }
    }
}
