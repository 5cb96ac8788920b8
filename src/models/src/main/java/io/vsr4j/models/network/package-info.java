/** What every network is made of: configurations, parameters, blocks that take turns. */
package io.vsr4j.models.network;
