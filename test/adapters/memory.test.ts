import { adapterContract } from '../contracts/adapter.ts'
import { openLocalHarness } from './memory-harness.ts'

adapterContract('the platform in memory', openLocalHarness)
