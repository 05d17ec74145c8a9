package io.github.langchain4j.ptc.quarkus.deployment;

import io.github.langchain4j.ptc.quarkus.runtime.Rehearsals;
import io.github.langchain4j.ptc.quarkus.runtime.dev.ProgramsJsonRpcService;
import io.github.langchain4j.ptc.quarkus.runtime.dev.RunLog;
import io.quarkus.arc.deployment.AdditionalBeanBuildItem;
import io.quarkus.deployment.Capabilities;
import io.quarkus.deployment.Capability;
import io.quarkus.deployment.IsLocalDevelopment;
import io.quarkus.deployment.annotations.BuildProducer;
import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.deployment.annotations.BuildSteps;
import io.quarkus.devui.spi.JsonRPCProvidersBuildItem;
import io.quarkus.devui.spi.page.CardPageBuildItem;
import io.quarkus.devui.spi.page.Page;

/** Shows tools and programs in the Dev UI. Adds nothing to an application that is not in dev mode. */
@BuildSteps(onlyIf = {PtcProcessor.Enabled.class, IsLocalDevelopment.class})
class DevUIProcessor {

    @BuildStep
    CardPageBuildItem pages() {
        CardPageBuildItem card = new CardPageBuildItem();
        card.addPage(Page.webComponentPageBuilder()
                .title("Programs")
                .icon("font-awesome-solid:terminal")
                .componentLink("qwc-ptc-programs.js"));
        card.addPage(Page.webComponentPageBuilder()
                .title("Tools as models see them")
                .icon("font-awesome-solid:eye")
                .componentLink("qwc-ptc-catalogue.js"));
        return card;
    }

    @BuildStep
    JsonRPCProvidersBuildItem service() {
        return new JsonRPCProvidersBuildItem(ProgramsJsonRpcService.class);
    }

    /** There is no Dev UI without HTTP. */
    @BuildStep
    void beans(Capabilities capabilities, BuildProducer<AdditionalBeanBuildItem> beans) {
        if (capabilities.isPresent(Capability.VERTX_HTTP)) {
            beans.produce(AdditionalBeanBuildItem.builder()
                    .addBeanClasses(RunLog.class, Rehearsals.class)
                    .setUnremovable()
                    .build());
        }
    }
}
