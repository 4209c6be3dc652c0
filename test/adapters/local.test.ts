import { adapterContract } from '../contracts/adapter.ts'
import { openLocalHarness } from '../support/local-harness.ts'

adapterContract('the platform in memory', openLocalHarness)
