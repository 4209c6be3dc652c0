import { createSlackAdapter } from '../../../adapters/slack/slack.ts'
import { adapterContract } from '../../contracts/adapter.ts'
import { createSlackHarness } from './harness.ts'

const silent = { info() {}, warn() {}, error() {} }

adapterContract('Slack over Socket Mode', () =>
  createSlackHarness(({ apiUrl, botToken, appToken }) =>
    createSlackAdapter({ apiUrl, botToken, appToken, host: '127.0.0.1', port: 0, log: silent }),
  ),
)
