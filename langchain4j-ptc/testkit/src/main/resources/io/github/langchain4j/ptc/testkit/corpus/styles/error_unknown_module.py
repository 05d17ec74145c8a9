# style: a module that does not exist
# expect-error: ModuleNotFoundError
# expect-message: no_such_module_anywhere
# expect-line: 5
import no_such_module_anywhere
