package io.vsr4j.models.convert;

import io.vsr4j.models.adcvsr.AdcVsrConfig;
import io.vsr4j.models.adcvsr.AdcVsrFolders;
import io.vsr4j.models.network.Config;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** AdcSR's two files become a folder of AdcVSR whose temporal blocks begin at zero. */
final class AdcSrConversion implements Conversion {
    @Override
    public String format() {
        return "adcsr";
    }

    @Override
    public List<String> files() {
        return List.of("net_params_200.pkl", "halfDecoder.ckpt");
    }

    @Override
    public void convert(List<Path> files, Optional<Path> config, Path out) throws IOException {
        AdcVsrConfig sizes = config.isPresent() ? AdcVsrConfig.of(Config.read(config.get())) : AdcVsrConfig.published();
        AdcVsrFolders.fromAdcSr(files.get(0), files.get(1), sizes, out, 0);
    }
}
