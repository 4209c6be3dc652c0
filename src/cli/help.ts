/** The texts of --help and --version. */
import { readFile } from 'node:fs/promises'
import { PACKAGE_FILE } from '../paths.ts'

export const HELP = `imerr explains Tencent Cloud Chat (IM) error codes.

Usage:
  imerr CODE...                explain codes, SDK constants or words
  imerr search WORDS           find codes by words, English or Chinese
  imerr search --jsonl         read {"id","query"} lines from input,
                               print {"id","codes"} lines
  imerr scan FILE...|-         digest logs, also .gz: which codes, since when,
                               what came first
  imerr scan --jsonl           read {"id","text"} lines from input,
                               print the codes that the bot would explain
  imerr list [PART[/SECTION]]  list the catalog
  imerr export                 print every entry as a JSON array
  imerr catalog diff FILE      compare the catalog with a newer copy of the
                               vendor's document
  imerr usersig SIG|- [USERID] [SDKAPPID]
                               open a UserSig offline and say what is wrong
                               with it; - reads it from input

Options:
  --json         print JSON instead of text
  --lang en|zh   language of the labels (entries are in English)
  --key-file F   usersig: verify with the secret key in this file
                 (or in IMERR_USERSIG_KEY)
  -h, --help     this text
  -V, --version  the version

Exit status: 0 answered, 1 a code is not in the catalog or a UserSig is wrong,
2 wrong usage or bad input.
`

export async function versionLine(): Promise<string> {
  const { version } = JSON.parse(await readFile(PACKAGE_FILE, 'utf8')) as { version: string }
  return `imerr ${version}\n`
}
