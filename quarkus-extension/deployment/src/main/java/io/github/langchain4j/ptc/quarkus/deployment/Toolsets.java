package io.github.langchain4j.ptc.quarkus.deployment;

import io.quarkiverse.langchain4j.ToolBox;
import io.quarkiverse.langchain4j.deployment.DeclarativeAiServiceBuildItem;
import io.quarkiverse.langchain4j.deployment.items.ToolMethodBuildItem;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jboss.jandex.AnnotationInstance;
import org.jboss.jandex.ClassInfo;
import org.jboss.jandex.DotName;
import org.jboss.jandex.IndexView;
import org.jboss.jandex.MethodInfo;
import org.jboss.jandex.Type;

/** Finds the tools that programs of declared AI services may be given. */
final class Toolsets {

    private static final DotName TOOL_BOX = DotName.createSimple(ToolBox.class);

    private final IndexView index;
    private final Participation participation;
    private final Map<DotName, List<ToolMethodBuildItem>> tools;

    Toolsets(IndexView index, Participation participation, Collection<ToolMethodBuildItem> tools) {
        this.index = index;
        this.participation = participation;
        this.tools = tools.stream()
                .collect(Collectors.groupingBy(
                        tool -> tool.getToolsMethodInfo().declaringClass().name()));
    }

    /** Those that are not empty. */
    List<Toolset> of(Collection<DeclarativeAiServiceBuildItem> services) {
        List<Toolset> found = new ArrayList<>();
        Set<DotName> declared = new LinkedHashSet<>();
        for (DeclarativeAiServiceBuildItem service : services) {
            ClassInfo type = service.getServiceClassInfo();
            if (declared.add(type.name())) {
                addShared(service, found);
                addOwn(type, found);
            }
        }
        index.getAnnotations(TOOL_BOX).stream()
                .map(box -> box.target().asMethod().declaringClass())
                .filter(type -> declared.add(type.name()))
                .forEach(type -> addOwn(type, found));
        return found;
    }

    private void addShared(DeclarativeAiServiceBuildItem service, List<Toolset> found) {
        ClassInfo type = service.getServiceClassInfo();
        boolean used = methods(type, index).stream()
                .filter(method -> !method.hasAnnotation(TOOL_BOX))
                .anyMatch(method -> participation.takesPart(type, method));
        if (used) {
            add(
                    type,
                    Optional.empty(),
                    service.getToolClassInfos().stream().map(ClassInfo::name).toList(),
                    found);
        }
    }

    private void addOwn(ClassInfo type, List<Toolset> found) {
        for (MethodInfo method : methods(type, index)) {
            AnnotationInstance box = method.annotation(TOOL_BOX);
            if (box != null && box.value() != null && participation.takesPart(type, method)) {
                List<DotName> classes = Arrays.stream(box.value().asClassArray())
                        .map(Type::name)
                        .toList();
                add(type, Optional.of(method.name()), classes, found);
            }
        }
    }

    private void add(ClassInfo service, Optional<String> method, List<DotName> classes, List<Toolset> found) {
        List<ToolMethodBuildItem> all = classes.stream()
                .distinct()
                .flatMap(type -> toolsOf(type).stream())
                .toList();
        if (!all.isEmpty()) {
            found.add(new Toolset(service.name().toString(), method, all));
        }
    }

    /** As Quarkus does: those of the class itself, or else of the nearest type that it inherits them from. */
    private List<ToolMethodBuildItem> toolsOf(DotName type) {
        Deque<DotName> pending = new ArrayDeque<>(List.of(type));
        while (!pending.isEmpty()) {
            DotName name = pending.poll();
            if (tools.containsKey(name)) {
                return tools.get(name);
            }
            parents(name).forEach(pending::add);
        }
        return List.of();
    }

    private List<DotName> parents(DotName name) {
        ClassInfo type = index.getClassByName(name);
        if (type == null) {
            return List.of();
        }
        List<DotName> parents = new ArrayList<>(type.interfaceNames());
        Optional.ofNullable(type.superName()).ifPresent(parent -> parents.add(0, parent));
        return parents;
    }

    /** The methods of a service, inherited ones too. */
    static List<MethodInfo> methods(ClassInfo service, IndexView index) {
        List<MethodInfo> methods = new ArrayList<>();
        Deque<ClassInfo> pending = new ArrayDeque<>(List.of(service));
        while (!pending.isEmpty()) {
            ClassInfo type = pending.poll();
            methods.addAll(type.methods());
            type.interfaceNames().stream()
                    .map(index::getClassByName)
                    .filter(parent -> parent != null)
                    .forEach(pending::add);
        }
        return methods;
    }
}
