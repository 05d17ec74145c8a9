"""Files into the session and out of it."""

from __future__ import annotations

import os
import unittest

from host import Host, RunnerTest


class Into(RunnerTest):
    def content(self, path: str) -> str:
        return self.returns(f"repr(open({path!r}, 'rb').read())")

    def test_files_appear_in_the_working_folder(self) -> None:
        for path, data in (
            ("a.txt", b"x"),
            ("empty", b""),
            ("data/deep/in.bin", bytes(range(256)) * 1000),
            ("å ü.txt", b"z"),
        ):
            with self.subTest(path):
                self.assertIsNone(self.host.put_file(path, data))
                self.assertEqual(repr(data), self.content(path))

    def test_a_file_replaces_one_that_is_there(self) -> None:
        self.host.put_file("r.txt", b"first and longer")
        self.returns("import os\nos.chmod('r.txt', 0o400)\nkept = open('r.txt')\n1")
        self.assertIsNone(self.host.put_file("r.txt", b"second"))
        self.assertEqual("b'second'", self.content("r.txt"))
        self.assertEqual("first and longer", self.returns("kept.read()"))

    def test_a_link_is_replaced_and_not_followed(self) -> None:
        self.returns("import os\nopen('target', 'w').write('kept')\nos.symlink('target', 'link')\n1")
        self.assertIsNone(self.host.put_file("link", b"new"))
        self.assertEqual(["kept", "new"], self.returns("[open('target').read(), open('link').read()]"))

    def test_what_cannot_be_written_is_reported_and_the_next_file_is_taken(self) -> None:
        self.returns("import os\nos.makedirs('folder/x', exist_ok=True)\nopen('plain', 'w').close()\n1")
        self.assertIn("directory", self.host.put_file("folder", b"x" * 100_000).lower())
        self.assertIn("exists", self.host.put_file("plain/file", b"x" * 100_000).lower())
        self.assertIsNone(self.host.put_file("fine", b"x", stream=9))
        self.assertEqual([], self.returns("[n for n in os.listdir() if n.startswith('.')]"))

    def test_no_room(self) -> None:
        self.returns(
            "import resource\nold = resource.getrlimit(resource.RLIMIT_FSIZE)\n"
            "import signal\nresource.setrlimit(resource.RLIMIT_FSIZE, (1000, old[1]))\n1"
        )
        self.assertIn("large", self.host.put_file("big", b"x" * 200_000).lower())
        self.returns("resource.setrlimit(resource.RLIMIT_FSIZE, old)\n1")
        self.assertEqual(False, self.returns("import os\nos.path.exists('big')"))

    def test_the_folder_is_there_again_though_a_program_removed_it(self) -> None:
        for damage in (
            "shutil.rmtree(os.getcwd())",
            "shutil.rmtree('output'); open('output', 'w').close()",
            "shutil.rmtree('output'); os.symlink('/etc', 'output')",
            "os.chmod('output', 0); os.chmod('.', 0o500)",
            "os.rename(os.getcwd(), os.getcwd() + '-moved')",
        ):
            with self.subTest(damage):
                self.fresh().run(f"import os, shutil\n{damage}")
                self.assertIsNone(self.host.put_file("f.txt", b"x"))
                run = self.run_program("open('output/new', 'w').write('y')\nopen('f.txt').read()")
                self.assertEqual(("x", {"new": b"y"}, []), (run.result, run.files, run.warnings))


class Out(RunnerTest):
    def test_new_files_of_the_output_folder_are_handed_over(self) -> None:
        run = self.run_program(
            "import os\nos.makedirs('output/sub/deep')\n"
            "open('output/a.txt', 'w').write('text')\n"
            "open('output/sub/deep/b.bin', 'wb').write(bytes(200_000))\n"
            "open('output/empty', 'w').close()\nopen('elsewhere', 'w').write('x')\n"
            "open('output/å ü.txt', 'w').write('u')"
        )
        expected = {"a.txt": b"text", "sub/deep/b.bin": bytes(200_000), "empty": b"", "å ü.txt": b"u"}
        self.assertEqual(expected, run.files)
        self.assertEqual("ended", run.kinds[-1])
        self.assertEqual([], run.warnings)

    def test_only_what_a_program_made_or_changed(self) -> None:
        self.fresh().run("for n in 'abc': open('output/' + n, 'w').write('1')")
        run = self.run_program(
            "import os\nopen('output/a', 'w').write('2')\nopen('output/d', 'w').write('3')\nos.remove('output/b')"
        )
        self.assertEqual({"a": b"2", "d": b"3"}, run.files)
        self.assertEqual({}, self.run_program("1").files)

    def test_files_come_also_after_an_error(self) -> None:
        self.assertEqual({"e": b"1"}, self.run_program("open('output/e', 'w').write('1')\n1 / 0").files)

    def test_links_pipes_and_folders_are_no_files(self) -> None:
        run = self.run_program(
            "import os\nos.symlink('/etc/passwd', 'output/link')\nos.symlink('/etc', 'output/folder')\n"
            "os.mkfifo('output/pipe')\nos.mkdir('output/empty')"
        )
        self.assertEqual(({}, []), (run.files, run.warnings))

    def test_names_that_do_not_work_everywhere_are_left_out_with_a_warning(self) -> None:
        run = self.fresh().run(
            "import os\nfor n in [b'a\\nb', b'c:d', b'e\\\\f', b'\\xff', b'fine']: open(b'output/' + n, 'w').write('x')"
        )
        self.assertEqual({"fine": b"x"}, run.files)
        self.assertEqual(4, len(run.warnings))

    def test_names_that_another_system_takes_for_something_else(self) -> None:
        unsafe = ["a.", "b ", "...", "c\u202etxt.exe", "d\x85", "NUL", "com1.txt", "e\u2028f"]
        fine = [".f", "nully", "g.h", "i j", "com10", "\u6587", "output.nul"]
        run = self.fresh().run(f"for n in {unsafe + fine!a}: open('output/' + n, 'w').write('x')")
        self.assertEqual(set(fine), set(run.files))
        self.assertEqual(len(unsafe), len(run.warnings))

    def test_too_many_files(self) -> None:
        run = self.fresh().run("for n in range(9): open(f'output/{n}', 'w').write('x')", files=3)
        self.assertEqual(3, len(run.files))
        self.assertIn("more new files", run.warnings[0])

    def test_too_many_bytes(self) -> None:
        code = "open('output/big', 'w').write('x' * 5000)\nopen('output/small', 'w').write('x' * 10)"
        run = self.fresh().run(code, fileBytes=1000)
        self.assertEqual({"small": b"x" * 10}, run.files)
        self.assertIn("'big' was left out", run.warnings[0])

    def test_a_sparse_file_of_a_terabyte(self) -> None:
        run = self.fresh().run("import os\nopen('output/sparse', 'w').close()\nos.truncate('output/sparse', 1 << 40)")
        self.assertEqual({}, run.files)
        self.assertEqual(1, len(run.warnings))

    def test_thousands_of_files_and_very_deep_folders(self) -> None:
        run = self.fresh().run(
            "import os\nfor n in range(300): open(f'output/{n}' + chr(10), 'w').close()\n"
            "os.chdir('output')\nfor n in range(1050): os.mkdir('d'); os.chdir('d')\nopen('f', 'w').close()"
        )
        self.assertEqual("returned", run.outcome)
        self.assertLess(len(run.warnings), 20)
        self.assertEqual(1, self.returns("echo(1)"))


class Folder(unittest.TestCase):
    def test_programs_start_in_a_folder_of_their_own(self) -> None:
        with Host() as host:
            folder = host.run("import os\nos.getcwd()").result
            self.assertEqual(os.path.realpath(host.folder), os.path.dirname(os.path.realpath(folder)))
            self.assertEqual(["output"], host.run("os.listdir()").result)


if __name__ == "__main__":
    unittest.main()
