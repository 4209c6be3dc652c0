import { adapterContract } from '../contracts/adapter.ts'
import { openLocalHarness } from '../support/local-platform.ts'

adapterContract('the platform in memory', openLocalHarness)
