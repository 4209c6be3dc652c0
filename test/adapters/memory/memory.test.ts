import { adapterContract } from '../../contracts/adapter.ts'
import { openLocalHarness } from './harness.ts'

adapterContract('the platform in memory', openLocalHarness)
