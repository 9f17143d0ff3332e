import fc from 'fast-check';

/** One commit, one result: every property test starts from the same seed unless DECANT_FUZZ_SEED names another. */
fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: Number(process.env['DECANT_FUZZ_SEED'] ?? 20_261_122) });

// Programs that the tests start write plain text, also where they take the machine for one of CI, whose log they would colour. Not `FORCE_COLOR=0`,
// which picocolors takes for a wish, nor both, of which Node warns.
delete process.env['FORCE_COLOR'];
process.env['NO_COLOR'] = '1';
