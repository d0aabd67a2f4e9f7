package coffee.brew.system.structure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What dev mode needs of the build. That a change is live at the next call, no test of {@code verify} shows. */
class DevModeTest {
    @Test
    void changedClassesAreCompiledWithoutThePluginsOfTheBuild() throws IOException {
        // Given
        String pom = Files.readString(Path.of("..", "pom.xml"));
        String compiler = pom.substring(pom.indexOf("<artifactId>maven-compiler-plugin<"));
        // When
        String quarkus = pom.substring(pom.indexOf("<artifactId>quarkus-maven-plugin<"));
        // Then
        assertThat(compiler.substring(0, compiler.indexOf("</plugin>"))).contains("-Xplugin:ErrorProne");
        assertThat(quarkus.substring(0, quarkus.indexOf("</plugin>")))
                .contains("<compilerArgs>")
                .doesNotContain("-Xplugin");
    }
}
