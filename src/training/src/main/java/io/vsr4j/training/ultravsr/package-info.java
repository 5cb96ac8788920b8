/** The training of UltraVSR (Liu et al., "UltraVSR", 2025, sections 3.4 and 4.1.2). */
package io.vsr4j.training.ultravsr;
