import fc from 'fast-check';

/** One commit, one result: every property test starts from the same seed unless DECANT_FUZZ_SEED names another. */
fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: Number(process.env['DECANT_FUZZ_SEED'] ?? 20_261_122) });
