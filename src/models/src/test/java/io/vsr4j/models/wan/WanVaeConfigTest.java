package io.vsr4j.models.wan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.vsr4j.models.network.Config;
import io.vsr4j.tensor.CheckpointException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WanVaeConfigTest {
    private static Config config(String json) {
        return new Config("test", JsonParser.parseString(json).getAsJsonObject());
    }

    @Test
    void tellsTheFactors() {
        WanVaeConfig older = WanVaeConfig.WAN_2_1;
        WanVaeConfig newer = WanVaeConfig.of(
                config("{'is_residual': true, 'patch_size': 2, 'in_channels': 12, 'out_channels': 12}"));

        assertThat(older.spatialFactor()).isEqualTo(8);
        assertThat(newer.spatialFactor()).isEqualTo(16);
        assertThat(older.temporalFactor()).isEqualTo(4).isEqualTo(newer.temporalFactor());
        assertThat(older.colours()).isEqualTo(3).isEqualTo(newer.colours());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'attn_scales': [0.5]} | attn_scales",
                "{'base_dim': 0} | base_dim",
                "{'dim_mult': []} | dim_mult",
                "{'dim_mult': [1, 0, 2, 2]} | dim_mult",
                "{'dim_mult': [1, 2]} | temperal_downsample",
                "{'temperal_downsample': [true, true]} | temperal_downsample",
                "{'num_res_blocks': 1000000} | num_res_blocks",
                "{'latents_std': [1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,0]} | latents_std",
                "{'patch_size': 2} | in_channels",
                "{'is_residual': true, 'dim_mult': [1, 5, 5, 5]} | dim_mult",
                "{'is_residual': true, 'dim_mult': [1, 2, 4, 8]} | dim_mult",
            })
    void refusesWhatCannotBeBuilt(String json, String key) {
        JsonObject entries = JsonParser.parseString(json.replace('\'', '"')).getAsJsonObject();
        assertThatThrownBy(() -> WanVaeConfig.of(new Config("test", entries)))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("test: ")
                .hasMessageContaining("'" + key + "'");
    }
}
