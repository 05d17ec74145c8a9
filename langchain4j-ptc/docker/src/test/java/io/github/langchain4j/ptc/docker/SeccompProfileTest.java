package io.github.langchain4j.ptc.docker;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class SeccompProfileTest {

    private static final List<String> NEVER = Stream.of(
                    "ptrace process_vm_readv process_vm_writev kcmp pidfd_getfd process_madvise process_mrelease",
                    "io_uring_setup io_uring_enter io_uring_register io_setup io_submit",
                    "memfd_create memfd_secret userfaultfd keyctl add_key request_key bpf perf_event_open",
                    "name_to_handle_at open_by_handle_at mount umount umount2 mount_setattr move_mount open_tree",
                    "fsopen fsmount fsconfig fspick pivot_root chroot unshare setns swapon swapoff quotactl",
                    "shmget shmat shmctl shmdt semget semop semctl semtimedop msgget msgsnd msgrcv msgctl ipc",
                    "mq_open mq_unlink mq_timedsend mq_timedreceive mq_notify mq_getsetattr",
                    "modify_ldt vmsplice vm86 vm86old iopl ioperm socketcall remap_file_pages",
                    "init_module finit_module delete_module kexec_load kexec_file_load reboot syslog acct",
                    "settimeofday clock_settime clock_adjtime adjtimex sethostname setdomainname",
                    "mbind migrate_pages move_pages set_mempolicy lookup_dcookie nfsservctl vhangup uselib",
                    "fanotify_init fanotify_mark seccomp")
            .flatMap(line -> Stream.of(line.split(" ")))
            .toList();

    /** Allowed for some arguments only. */
    private static final List<String> LIMITED = List.of(
            "clone",
            "ioprio_set",
            "personality",
            "prlimit64",
            "sched_setaffinity",
            "sched_setattr",
            "sched_setparam",
            "sched_setscheduler",
            "setpriority",
            "socket",
            "socketpair");

    private static JsonNode profile;

    @BeforeAll
    static void read() throws Exception {
        profile = new ObjectMapper().readTree(Resources.seccompProfile());
    }

    @Test
    void whatIsNotNamedIsForbidden() {
        assertThat(profile.path("defaultAction").asText()).isEqualTo("SCMP_ACT_ERRNO");
        assertThat(profile.path("syscalls")).isNotEmpty().allSatisfy(rule -> {
            assertThat(rule.path("names")).isNotEmpty();
            assertThat(rule.path("action").asText()).isIn("SCMP_ACT_ALLOW", "SCMP_ACT_ERRNO");
        });
    }

    @Test
    void callsOfOther32BitArchitecturesAreForbidden() {
        assertThat(profile.has("archMap")).isFalse();
        assertThat(profile.has("architectures")).isFalse();
    }

    @Test
    void dangerousCallsAreNotAllowed() {
        assertThat(allowed(true)).doesNotContainAnyElementsOf(NEVER).doesNotContain("clone3");
    }

    @Test
    void callsThatCouldReachOthersAreAllowedForSomeArgumentsOnly() {
        assertThat(allowed(true)).containsAll(LIMITED);
        assertThat(allowed(false)).doesNotContainAnyElementsOf(LIMITED);
    }

    private static Set<String> allowed(boolean forSomeArguments) {
        Set<String> names = new TreeSet<>();
        for (JsonNode rule : profile.path("syscalls")) {
            if (rule.path("action").asText().equals("SCMP_ACT_ALLOW") && (forSomeArguments || !rule.has("args"))) {
                rule.path("names").forEach(name -> names.add(name.asText()));
            }
        }
        return names;
    }
}
