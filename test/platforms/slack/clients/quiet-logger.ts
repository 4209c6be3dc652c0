/** A logger for Slack's libraries that says nothing: where refusals are what is tested, they need not be written about. */
import { LogLevel } from '@slack/bolt'

const none = () => {}

export const quietLogger = {
  debug: none,
  info: none,
  warn: none,
  error: none,
  setLevel: none,
  setName: none,
  getLevel: () => LogLevel.ERROR,
}
