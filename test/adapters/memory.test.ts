import { adapterContract } from '../contracts/adapter.ts'
import { openLocalHarness } from '../platforms/memory/harness.ts'

adapterContract('the platform in memory', openLocalHarness)
