/** The terminal's own texts, in English and Chinese. */
import { speaksChinese } from '../../src/chat/locale.ts'

const en = {
  help: `This terminal is a channel: write a message, and I explain its error codes.
  login fails, ErrorCode 70001   a message; paste whole logs too
  /imerr kicked offline          ask: a code, an SDK constant, words
  1                              press button [1] of the last answer
  /edit TEXT   /delete           change or take back your last message
  /upload FILE                   a message with a log file
  /imerr help                    everything I can do
  /quit                          leave (or Ctrl-D)
Tab completes codes and SDK constants.
`,
  nothing: '(nothing to explain here; ask with /imerr, or see why with /imerr why TEXT)\n',
  nothingIn: (lines: number): string =>
    `No Tencent Chat error code that I would speak about unasked in ${lines === 1 ? 'this line' : `these ${lines} lines`}.`,
  unchanged: '(nothing changes for this message)\n',
  noMessage: 'You have not written a message yet.\n',
  noCommand: (word: string, meant?: string): string =>
    `No command ${word}. ${meant ? `Did you mean ${meant}?` : 'Type /help.'}\n`,
  noSign: (command: string): string => `Commands begin with a slash: ${command}\n`,
  noButton: (number: string, last: number): string =>
    `There is no button [${number}] now${last > 0 ? `; the last answer has 1 to ${last}` : ''}. Ask for a code: /imerr ${number}\n`,
  nameFile: 'Which file? /upload im.log\n',
  noFile: (path: string): string => `There is no such file: ${path}\n`,
  notAFile: (path: string): string => `This is not a file that I can read: ${path}\n`,
  tooLarge: (megabytes: number): string =>
    `This file is larger than ${megabytes} MB; "npm run imerr -- scan FILE" reads logs of any size.\n`,
  forEverybody: '(for everybody here)\n',
  edited: '(edited)\n',
  removed: '(my answer is removed)\n',
  onlyYou: '(only you see this)\n',
  cut: (megabytes: number): string =>
    `(only the first ${megabytes} MB were read; "npm run imerr -- scan FILE" reads logs of any size)\n`,
}

export type TerminalWords = typeof en

const zh: TerminalWords = {
  help: `这个终端就是一个频道：输入消息，我会解释其中的错误码。
  login fails, ErrorCode 70001   一条消息；也可以粘贴整段日志
  /imerr 被踢下线                查询：错误码、SDK 常量名或几个词
  1                              按下上一条回复的按钮 [1]
  /edit 文字   /delete           修改或撤回您的上一条消息
  /upload 文件                   发送带日志文件的消息
  /imerr help                    我能做的一切
  /quit                          退出（或 Ctrl-D）
Tab 键补全错误码和 SDK 常量名。
`,
  nothing: '（没有需要解释的内容；用 /imerr 查询，或用 /imerr why 文字 了解原因）\n',
  nothingIn: (lines) => `这 ${lines} 行里没有我会主动解释的腾讯云 IM 错误码。`,
  unchanged: '（这条消息没有变化）\n',
  noMessage: '您还没有发送过消息。\n',
  noCommand: (word, meant) => `没有命令 ${word}。${meant ? `您要找的是 ${meant} 吗？` : '请输入 /help。'}\n`,
  noSign: (command) => `命令以斜杠开头：${command}\n`,
  noButton: (number, last) =>
    `现在没有按钮 [${number}]${last > 0 ? `；上一条回复有 1 到 ${last}` : ''}。查询错误码：/imerr ${number}\n`,
  nameFile: '哪个文件？/upload im.log\n',
  noFile: (path) => `没有这个文件：${path}\n`,
  notAFile: (path) => `这不是可以读取的文件：${path}\n`,
  tooLarge: (megabytes) => `这个文件超过 ${megabytes} MB；"npm run imerr -- scan 文件" 可以读取任意大小的日志。\n`,
  forEverybody: '（所有人可见）\n',
  edited: '（已编辑）\n',
  removed: '（我的回复已移除）\n',
  onlyYou: '（仅您可见）\n',
  cut: (megabytes) => `（只读取了前 ${megabytes} MB；"npm run imerr -- scan 文件" 可以读取任意大小的日志）\n`,
}

export const terminalWords = (locale: string | undefined): TerminalWords => (speaksChinese(locale) ? zh : en)
